import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import { eventRecorder } from '../events/record.ts';
import { databaseState } from './databaseState.ts';
import type { Outcome, SceneLoad, WorldState } from './worldState.ts';

const recordEvent = eventRecorder(async () => {});
let database: TestDatabase;
let state: WorldState;
beforeEach(async () => {
  database = await aDatabase();
  state = databaseState(database, recordEvent);
});
afterEach(() => database.remove());

const load = (scenePath: string, more: Partial<SceneLoad> = {}): SceneLoad => ({
  scenePath,
  status: 'loaded',
  at: '2026-01-02T03:04:05.678Z',
  seconds: 0.25,
  ...more,
});
const good = load('res://a.tscn', { hash: 'ab12' });
const broken = load('res://b.tscn', { status: 'failed', reason: 'It is broken.' });
const outcome = (of: SceneLoad): Outcome => ({
  event: { type: `scene.${of.status}`, data: { scene_path: of.scenePath } },
  load: of,
});
const events = () => database.sql.selectFrom('events').select(['type', 'data']).orderBy('id').execute();

describe('the state in the database', () => {
  it('begins with no scene and no history', async () => {
    expect(await state.current()).toBeUndefined();
    expect(await state.history(10)).toEqual([]);
  });

  it('keeps the last scene that was loaded when a later one fails', async () => {
    await state.record(outcome(good));
    await state.record(outcome(broken));
    expect(await state.current()).toEqual(good);
    expect(await state.history(10)).toEqual([broken, good]);
  });

  it('records each attempt and what it says to webhooks together', async () => {
    await state.record(outcome(good));
    await state.record(outcome(broken));
    expect(await events()).toEqual([
      { type: 'scene.loaded', data: { scene_path: 'res://a.tscn' } },
      { type: 'scene.failed', data: { scene_path: 'res://b.tscn' } },
    ]);
  });

  it('records what happened together as a whole, or nothing of it', async () => {
    const failing = databaseState(database, async (transaction, ...events) => {
      await recordEvent(transaction, ...events);
      if (events.some(({ type }) => type === 'scene.failed')) throw new Error('cut');
    });
    await expect(failing.record(outcome(good), outcome(broken))).rejects.toThrow('cut');
    expect([await state.history(10), await events()]).toEqual([[], []]);
    await state.record(outcome(good), outcome(broken));
    expect([(await state.history(10)).length, (await events()).length]).toEqual([2, 2]);
  });

  it('records an event that leaves no line in the history', async () => {
    await state.record({ event: { type: 'scene.validated', data: { valid: true } } });
    expect(await events()).toEqual([{ type: 'scene.validated', data: { valid: true } }]);
    expect(await state.history(10)).toEqual([]);
  });
});
