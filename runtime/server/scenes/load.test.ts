import { jest } from '@jest/globals';
import { Problem } from '../http/problem.ts';
import type { Outcome } from '../state/worldState.ts';
import { type Loading, loadScene } from './load.ts';

const path = 'res://a.tscn';
const failures = jest.fn();

/** Loading with a compiler of a test's own; `recorded` is what the world remembers. */
function loading(compile: () => Promise<unknown>) {
  const recorded: Outcome[] = [];
  const parts = {
    library: { compile },
    state: { record: async (...outcomes: Outcome[]) => void recorded.push(...outcomes) },
    metrics: { sceneLoadSeconds: { observe: () => {} }, sceneLoadFailures: { inc: failures } },
    now: () => 0,
  };
  return { recorded, parts: parts as unknown as Loading };
}

beforeEach(() => {
  failures.mockClear();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('loadScene', () => {
  it('records the load with the hash of the GLB, and tells webhooks both', async () => {
    const { parts, recorded } = loading(async () => ({ hash: 'ab12' }));
    await loadScene(path, parts);
    expect(recorded).toMatchObject([
      { event: { type: 'scene.loaded', data: { scene_path: path, hash: 'ab12' } }, load: { hash: 'ab12' } },
    ]);
  });

  it('gives up with 503 and a sentence when a scene takes longer than 5 s', async () => {
    jest.useFakeTimers();
    const { parts, recorded } = loading(() => new Promise(() => {}));
    const loaded = loadScene(path, parts).catch((error: Problem) => error);
    await jest.advanceTimersByTimeAsync(5000);
    expect(await loaded).toMatchObject({
      status: 503,
      message: `The scene ${path} takes longer than 5 s to load; try again later.`,
    });
    expect(recorded).toMatchObject([{ event: { type: 'scene.failed' }, load: { status: 'failed' } }]);
  });

  it('counts what fails, and records nothing of a path that is none', async () => {
    const { parts, recorded } = loading(() => Promise.reject(new Problem(400, 'INVALID_SCENE_PATH', 'No.')));
    await expect(loadScene(path, parts)).rejects.toThrow('No.');
    expect(failures).toHaveBeenCalledTimes(1);
    expect(recorded).toEqual([]);
  });

  it('does not take a database that is away for a scene that failed', async () => {
    const { parts, recorded } = loading(async () => ({ hash: 'ab12' }));
    const away = { ...parts, state: { ...parts.state, record: () => Promise.reject(new Error('away')) } };
    await expect(loadScene(path, away)).rejects.toThrow('away');
    expect([recorded, failures.mock.calls]).toEqual([[], []]);
  });
});
