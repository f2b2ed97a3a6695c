import { after, noon } from '../../test/builders.ts';
import type { CommandRecord } from '../api/status/world.ts';
import { freshCommands, type Outcome, recordsAfter } from './commands.ts';

const object = (annotations: Record<string, string> = {}) => ({
  apiVersion: 'spacetime.dev/v1',
  kind: 'SpaceTime',
  metadata: { name: 'plaza', annotations },
});
const read = (
  annotations: Record<string, string>,
  before: readonly CommandRecord[] = [],
  outcome: Outcome = { result: 'Done' },
) => {
  const fresh = freshCommands(object(annotations), before);
  const records = recordsAfter(before, new Map(fresh.map((one) => [one, outcome])), noon);
  return { records, fresh: fresh.map(({ name }) => name) };
};
const done: CommandRecord = { name: 'retry', value: '1', time: after(-60).toISOString(), result: 'Done' };

it('each value runs once', () => {
  const first = read({ 'spacetime.dev/retry': '1' });
  expect(first).toEqual({
    records: [{ name: 'retry', value: '1', time: noon.toISOString(), result: 'Done' }],
    fresh: ['retry'],
  });
  expect(read({ 'spacetime.dev/retry': '1' }, first.records)).toEqual({ records: first.records, fresh: [] });
  expect(read({ 'spacetime.dev/retry': '2' }, first.records).fresh).toEqual(['retry']);
});

it('a value that was taken away does nothing, and is remembered', () => {
  expect(read({}, [done])).toEqual({ records: [done], fresh: [] });
  expect(read({ 'spacetime.dev/retry': '1' }, [done]).fresh).toEqual([]);
});

it('what is refused is told with its reason and does not run again, until it is said again', () => {
  const { records } = read({ 'spacetime.dev/retry': '1' }, [], { result: 'Refused', message: 'No.' });
  expect(records).toMatchObject([{ result: 'Refused', message: 'No.' }]);
  expect(read({ 'spacetime.dev/retry': '1' }, records).fresh).toEqual([]);
  expect(read({ 'spacetime.dev/retry': '2' }, records).fresh).toEqual(['retry']);
});

it('a command that has to wait runs later', () => {
  const annotations = { 'spacetime.dev/retry': '2' };
  const { records } = read(annotations, [done], { result: 'Later' });
  expect(records).toEqual([done]);
  expect(read(annotations, records).fresh).toEqual(['retry']);
});

it('commands do not touch each other', () => {
  expect(read({ 'spacetime.dev/retry': '1', 'spacetime.dev/restart': '7' }, [done]).fresh).toEqual([
    'restart',
  ]);
});

it('other annotations are none', () => {
  expect(read({ 'spacetime.dev/unknown': '1', retry: '1' })).toEqual({ records: [], fresh: [] });
});

it('a long value is cut, and then runs once as well', () => {
  const long = { 'spacetime.dev/retry': 'x'.repeat(100) };
  const { records } = read(long);
  expect(records[0]?.value).toHaveLength(63);
  expect(read(long, records).fresh).toEqual([]);
});

it('the target ends at the first @, so that the same can be said again', () => {
  const targets = (value: string) =>
    freshCommands(object({ 'spacetime.dev/undo': value }), []).map(({ target }) => target);
  expect(['previous', 'previous@1', 'previous@1@2', '@'].map(targets)).toEqual([
    ['previous'],
    ['previous'],
    ['previous'],
    [''],
  ]);
});
