import { memoryState } from './memoryState.ts';
import type { SceneLoad } from './worldState.ts';

const load = (scenePath: string, status: SceneLoad['status'] = 'loaded'): SceneLoad => ({
  scenePath,
  status,
  at: '2026-01-01T00:00:00.000Z',
  seconds: 0.01,
});

describe('memoryState', () => {
  it('shows nothing at first', async () => {
    const state = memoryState();
    expect([await state.current(), await state.history(10)]).toEqual([undefined, []]);
  });

  it('keeps showing the last scene that was loaded when another fails', async () => {
    const state = memoryState();
    await state.record(load('res://a.tscn'));
    await state.record(load('res://b.tscn', 'failed'));
    expect((await state.current())?.scenePath).toBe('res://a.tscn');
    expect((await state.history(10)).map(({ scenePath }) => scenePath)).toEqual([
      'res://b.tscn',
      'res://a.tscn',
    ]);
  });

  it('remembers a hundred loads', async () => {
    const state = memoryState();
    for (let n = 0; n < 120; n++) await state.record(load(`res://${n}.tscn`));
    expect(await state.history(1000)).toHaveLength(100);
  });
});
