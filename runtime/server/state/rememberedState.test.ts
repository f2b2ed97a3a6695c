import { DatabaseUnavailable } from '../database/unavailable.ts';
import { type RememberedState, rememberedState } from './rememberedState.ts';
import type { SceneLoad } from './worldState.ts';

const load = (scenePath: string): SceneLoad => ({
  scenePath,
  status: 'loaded',
  at: '2026-01-02T03:04:05.678Z',
  seconds: 0.25,
});
const away = new DatabaseUnavailable('The database does not answer.');

let ask: () => Promise<SceneLoad | undefined>;
let signal: () => void;
let state: RememberedState;
beforeEach(() => {
  ask = async () => load('res://a.tscn');
  state = rememberedState(
    { current: () => ask(), history: async () => [], record: async () => {} },
    {
      on: (_, listener) => {
        signal = listener;
      },
    },
  );
});

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the scene that is remembered', () => {
  it('is the one of the database while that answers', async () => {
    expect(state.latest()).toBeUndefined();
    expect(await state.current()).toEqual(load('res://a.tscn'));
    expect([state.latest(), state.isStale()]).toEqual([load('res://a.tscn'), false]);
  });

  it('is asked for again on a signal and after every record', async () => {
    signal();
    await settled();
    expect(state.latest()).toEqual(load('res://a.tscn'));
    ask = async () => load('res://b.tscn');
    await state.record();
    expect(state.latest()).toEqual(load('res://b.tscn'));
  });

  it('answers for a database that is away, and is stale until that answers again', async () => {
    await state.current();
    ask = () => Promise.reject(away);
    expect([await state.current(), state.isStale()]).toEqual([load('res://a.tscn'), true]);
    ask = async () => load('res://b.tscn');
    signal();
    await settled();
    expect([state.latest(), state.isStale()]).toEqual([load('res://b.tscn'), false]);
  });

  it('answers for a database that takes long', async () => {
    await state.current();
    ask = () => new Promise(() => {});
    expect([await state.current(), state.isStale()]).toEqual([load('res://a.tscn'), true]);
  });

  it('rejects when nothing was ever known, and on every other failure', async () => {
    ask = () => Promise.reject(away);
    await expect(state.current()).rejects.toBe(away);
    ask = async () => load('res://a.tscn');
    await state.current();
    ask = () => Promise.reject(new TypeError('a mistake'));
    await expect(state.current()).rejects.toThrow('a mistake');
  });

  it('is never replaced by an older answer that comes late', async () => {
    const { promise, resolve } = Promise.withResolvers<SceneLoad>();
    ask = () => promise;
    signal();
    ask = async () => load('res://new.tscn');
    await state.current();
    resolve(load('res://old.tscn'));
    await settled();
    expect(state.latest()).toEqual(load('res://new.tscn'));
  });

  it('is told to who follows it: what is known, and every answer that is not older', async () => {
    const told: (string | undefined)[] = [];
    const follow = () => state.follow((current) => told.push(current?.scenePath));
    follow();
    await settled();
    follow();
    expect(told).toEqual(['res://a.tscn', 'res://a.tscn']);
    const { promise, resolve } = Promise.withResolvers<SceneLoad>();
    ask = () => promise;
    signal();
    ask = async () => load('res://b.tscn');
    await state.current();
    resolve(load('res://old.tscn'));
    await settled();
    expect(told.slice(2)).toEqual(['res://b.tscn', 'res://b.tscn']);
    ask = () => Promise.reject(away);
    await state.current();
    expect(told).toHaveLength(4);
  });

  it('is asked for once by many signals that come together, and once more', async () => {
    let asked = 0;
    ask = async () => {
      asked += 1;
      return load('res://a.tscn');
    };
    for (let n = 0; n < 10; n++) signal();
    await settled();
    expect(asked).toBe(2);
  });
});
