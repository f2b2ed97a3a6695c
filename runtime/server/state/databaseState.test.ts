import { aDatabase, type TestDatabase } from '../../test/aDatabase.ts';
import { recordEvent } from '../events/record.ts';
import { databaseState } from './databaseState.ts';
import type { SceneLoad, WorldState } from './worldState.ts';

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
const broken = load('res://b.tscn', { status: 'failed', reason: 'It is broken.' });

describe('the state in the database', () => {
  it('begins with no scene and no history', async () => {
    expect(await state.current()).toBeUndefined();
    expect(await state.history(10)).toEqual([]);
  });

  it('keeps the last scene that was loaded when a later one fails', async () => {
    await state.record(load('res://a.tscn'));
    await state.record(broken);
    expect(await state.current()).toEqual(load('res://a.tscn'));
    expect(await state.history(10)).toEqual([broken, load('res://a.tscn')]);
  });

  it('records each attempt and what it says to webhooks together', async () => {
    await state.record(load('res://a.tscn'));
    await state.record(broken);
    const events = await database.sql.selectFrom('events').select(['type', 'data']).orderBy('id').execute();
    expect(events).toEqual([
      { type: 'scene.loaded', data: { scene_path: 'res://a.tscn' } },
      { type: 'scene.failed', data: { scene_path: 'res://b.tscn', reason: 'It is broken.' } },
    ]);
  });
});
