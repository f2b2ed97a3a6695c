import { after, anOwner, noon } from '../../test/builders.ts';
import { dueAt, type NewValue, type RotationFound, rotation } from './rotation.ts';
import { marksOf, marksText, type TokenMarks } from './tokenMarks.ts';

const a = { value: 'a-token-of-43-characters', digest: 'digest of a' };
const b = { value: 'b-token-of-43-characters', digest: 'digest of b' };
const password = { value: 'a-password-of-43-charact', digest: 'digest of the password' };
const fresh = { API_TOKEN: b, GRAFANA_ADMIN_PASSWORD: { value: 'another', digest: 'digest of another' } };
const made = (at = noon.toISOString()): TokenMarks => ({
  made: {
    API_TOKEN: { digest: a.digest, at },
    GRAFANA_ADMIN_PASSWORD: { digest: password.digest, at },
  },
});
const owner = anOwner({ secrets: { rotation: { intervalDays: 7, overlapSeconds: 60 } } });

const holding = (token: NewValue, marks?: TokenMarks): RotationFound['tokens'] => ({
  ours: true,
  values: { API_TOKEN: token.value, GRAFANA_ADMIN_PASSWORD: password.value },
  digests: { API_TOKEN: token.digest, GRAFANA_ADMIN_PASSWORD: password.digest },
  createdAt: noon.toISOString(),
  ...(marks && { marks }),
});
const aFound = (more: Partial<RotationFound> = {}): RotationFound => ({
  tokens: holding(a, made()),
  next: {},
  fresh,
  isKnown: false,
  isTold: { overlap: false, end: false },
  isChecking: false,
  now: noon,
  ...more,
});
const next = (more: Partial<RotationFound> = {}, of = owner) =>
  rotation(of, { source: 'Generated' }, aFound(more));

const days = (many: number) => after(many * 86_400);

it.each<[string, Partial<RotationFound>, string]>([
  ['before its day nothing is done', { now: days(6.9) }, 'AtRest'],
  ['on its day a new value begins to wait', { now: days(7) }, 'Waiting'],
  ['a value that waits is announced first', { next: { API_TOKEN: b } }, 'Announcing'],
  ['one that every pod knows takes its place', { next: { API_TOKEN: b }, isKnown: true }, 'Replaced'],
  [
    'not while a check runs that holds the one before',
    { next: { API_TOKEN: b }, isKnown: true, isChecking: true },
    'Waiting',
  ],
  ['one that has its place already is left over', { next: { API_TOKEN: a }, isKnown: true }, 'AtRest'],
  ['a password asks no pod', { next: { GRAFANA_ADMIN_PASSWORD: b } }, 'Replaced'],
  ['a clock that went back rotates nothing', { now: days(-1) }, 'AtRest'],
  [
    'a Secret from before there were notes is due by its age',
    { tokens: holding(a), now: days(7) },
    'Waiting',
  ],
])('%s', (_, found, step) => {
  expect(next(found).step).toBe(step);
});

it('what takes its place says in the same write until when the one before is accepted', () => {
  expect(next({ next: { API_TOKEN: b }, isKnown: true }).change).toEqual({
    values: { API_TOKEN: b.value },
    marks: {
      made: { ...made().made, API_TOKEN: { digest: b.digest, at: noon.toISOString() } },
      overlapUntil: after(60).toISOString(),
      overlapOf: b.digest,
    },
  });
});

describe('the overlap', () => {
  const overlapping = (more: Partial<RotationFound>) =>
    next({ tokens: holding(a, { ...made(), overlapUntil: after(60).toISOString() }), ...more });

  it.each<[string, Partial<RotationFound>, string, number | undefined]>([
    ['is told with what is left of it', { now: after(20) }, 'Overlapping', 40],
    ['is told once', { now: after(20), isTold: { overlap: true, end: false } }, 'Overlapping', undefined],
    ['ends with a word too', { now: after(60), isTold: { overlap: true, end: false } }, 'Overlapping', 0],
    ['ends as late as somebody has heard it', { now: days(2) }, 'Overlapping', 0],
    [
      'is over when that was heard',
      { now: after(60), isTold: { overlap: true, end: true } },
      'Finished',
      undefined,
    ],
  ])('%s', (_, found, step, seconds) => {
    const { tell, ...decided } = overlapping(found);
    expect([decided.step, tell?.othersEndInSeconds]).toEqual([step, seconds]);
  });
});

it('a token of the user that is changed again within the overlap has one of its own', () => {
  const marks = { made: {}, overlapUntil: after(5).toISOString(), overlapOf: 'digest of mine' };
  expect(next({ tokens: holding(b, marks) }).change?.marks).toEqual({
    made: {},
    overlapUntil: after(60).toISOString(),
    overlapOf: b.digest,
  });
});

it('a clock that was set back asks pods for no longer than they grant', () => {
  const marks = { made: {}, overlapUntil: after(700_000).toISOString(), overlapOf: b.digest };
  expect(next({ tokens: holding(b, marks) }).tell).toEqual({ digest: b.digest, othersEndInSeconds: 604_800 });
});

it('a value of the user is never due, and is not rotated on command', () => {
  const mine = { tokens: holding({ value: 'mine', digest: 'digest of mine' }, { made: {} }), now: days(400) };
  expect(next({ ...mine, order: { target: 'API_TOKEN' } })).toMatchObject({
    step: 'AtRest',
    refusal: expect.stringContaining('the value is yours'),
  });
});

it('without a schedule nothing is ever due', () => {
  expect(dueAt(anOwner(), aFound(), 'API_TOKEN')).toBe(Number.POSITIVE_INFINITY);
});

it('notes are read as they were written, and nothing is made of others', () => {
  const marks = { ...made(), overlapUntil: noon.toISOString(), overlapOf: 'd' };
  expect(marksOf(marksText(marks))).toEqual(marks);
  expect(marksOf(undefined)).toBeUndefined();
  for (const text of ['', '[]', 'null', '{"made":{"API_TOKEN":7},"overlapUntil":"soon"}'])
    expect(marksOf(text)).toEqual({ made: {} });
});
