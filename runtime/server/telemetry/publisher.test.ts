import { jest } from '@jest/globals';
import { publisher, type Sources } from './publisher.ts';

const reading = { fps: 72, frame: 13.9, physics: Number.NaN, render: Number.NaN, frames: 72 };

let delivered: Record<string, number>;
let messages: unknown[];
beforeEach(() => {
  jest.useFakeTimers();
  delivered = {};
  messages = [];
});
afterEach(() => {
  jest.useRealTimers();
});

const publish = (sources: Partial<Sources>) => {
  const nothing = {
    fps: () => undefined,
    tracking: () => undefined,
    positions: () => undefined,
    now: () => 7,
  };
  return publisher({ ...nothing, ...sources }, (event, message) => {
    const found = message();
    if (!found) return;
    delivered[event] = (delivered[event] ?? 0) + 1;
    messages.push(found.in({ binaryFormat: 'none', compression: false }));
  });
};

describe('the publisher', () => {
  it('tells tracking ten times a second, frame rates and positions twice', () => {
    const { close } = publish({
      fps: () => ({ reading, shown: { fps: 72 } }),
      tracking: () => ({ visitors: [] }),
      positions: () => ({ players: [] }),
    });
    jest.advanceTimersByTime(1000);
    close();
    jest.advanceTimersByTime(1000);
    expect(delivered).toEqual({ vr_tracking: 10, fps: 2, player_position: 2 });
    expect(messages).toContain('{"type":"event","event":"fps","timestamp":7,"data":{"fps":72}}');
  });

  it('tells nothing while nobody reports', () => {
    const { close } = publish({});
    jest.advanceTimersByTime(10_000);
    close();
    expect(delivered).toEqual({});
  });

  it('tells at once what just happened', () => {
    const { publish: tell, close } = publish({});
    tell('scene_loaded', { scene_path: 'res://a.tscn' });
    close();
    expect(delivered).toEqual({ scene_loaded: 1 });
  });
});
