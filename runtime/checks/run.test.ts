import { around, usualSpec } from '../test/aCandidate.ts';
import { type Check, Skipped } from './check.ts';
import { run, type Shared } from './run.ts';

const nowhere = (more: Partial<Shared> = {}) => around({ url: () => 'http://127.0.0.1:1' }, more);
const check = (name: Check['name'], ask: Check['ask']): Check => ({ name, ask });

it('a check that throws has failed with its sentence in one line, and the next is asked', async () => {
  const checks = [
    check('smoke.first', () => Promise.reject(new Error('It is\n  not there.'))),
    check('smoke.second', () => Promise.reject(new Skipped('There is none.'))),
    check('smoke.third', async () => 'all is well'),
    check('load', () => {
      throw new Error('It is broken.');
    }),
  ];
  expect(await run(checks, nowhere(), () => {})).toEqual([
    { name: 'smoke.first', result: 'Failed', evidence: 'It is not there.', milliseconds: expect.any(Number) },
    { name: 'smoke.second', result: 'Skipped', evidence: 'There is none.', milliseconds: expect.any(Number) },
    { name: 'smoke.third', result: 'Passed', evidence: 'all is well', milliseconds: expect.any(Number) },
    { name: 'load', result: 'Failed', evidence: 'It is broken.', milliseconds: expect.any(Number) },
  ]);
});

it('groups that are disabled are left out', async () => {
  const checks = [check('smoke.one', async () => 'one'), check('load', async () => 'much')];
  const spec = { ...usualSpec, smoke: { ...usualSpec.smoke, mode: 'Disabled' as const } };
  const names = (await run(checks, nowhere({ spec }), () => {})).map(({ name }) => name);
  expect(names).toEqual(['load']);
});

it('a check that never ends has failed, and so has who comes after it and cannot be asked any more', async () => {
  const checks = [
    check('smoke.endless', () => new Promise(() => {})),
    check('smoke.next', async ({ preview }) => String((await preview.ask('/status')).status)),
  ];
  const spec = { ...usualSpec, smoke: { ...usualSpec.smoke, timeoutSeconds: 0.05 } };
  const found = await run(checks, nowhere({ spec }), () => {});
  expect(found.map(({ result, evidence }) => `${result}: ${evidence}`)).toEqual([
    'Failed: It did not end within the 0.05 s of smoke.',
    'Failed: It did not end within the 0.05 s of smoke.',
  ]);
});

it('who does not answer is a sentence', async () => {
  const checks = [check('smoke.one', async ({ world }) => String((await world.ask('/status')).status))];
  expect(await run(checks, nowhere(), () => {})).toMatchObject([
    { result: 'Failed', evidence: 'GET /status got no answer: ECONNREFUSED.' },
  ]);
});
