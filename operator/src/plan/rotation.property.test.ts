import fc from 'fast-check';
import { after, anOwner } from '../../test/builders.ts';
import { givenTokens } from '../../test/givenTokens.ts';
import { tokenRows } from '../../test/tokenRows.ts';
import {
  type NewValue,
  type Rotation,
  type RotationFound,
  rotation,
  type TokenWord,
  wordKey,
} from './rotation.ts';
import type { TokenMarks } from './tokenMarks.ts';
import type { Tokens } from './tokens.ts';

const lookSeconds = 10;
const overlapSeconds = 60;
/** Shorter than they are, so that few looks reach beyond: how long an announcement holds, and how long it is relied on. */
const [announcedSeconds, rememberedSeconds] = [120, 60];
/** A person changes the Secret, the operator looks, the kubelet brings the file, pods are told. */
const slackSeconds = 6 * lookSeconds;
const owner = anOwner({ secrets: { rotation: { overlapSeconds } } });

const events = ['look', 'look', 'order', 'change', 'restart', 'deaf', 'hear', 'long'] as const;
type Event = (typeof events)[number];

const named = (number: number): NewValue => ({ value: `${number}`, digest: `digest ${number}` });

const valueIn = (tokens: Partial<Tokens> | undefined): NewValue | undefined =>
  tokens?.API_TOKEN === undefined ? undefined : named(Number(tokens.API_TOKEN));

/** What an operator keeps from look to look. */
interface Kept {
  secret: NewValue;
  marks: TokenMarks;
  waiting: NewValue | undefined;
  isOrdered: boolean;
}

function foundBy({ secret, marks, waiting, isOrdered }: Kept, fresh: NewValue) {
  return {
    tokens: {
      ours: true,
      values: { API_TOKEN: secret.value, GRAFANA_ADMIN_PASSWORD: 'password' },
      digests: { API_TOKEN: secret.digest },
      marks,
    },
    next: waiting ? { API_TOKEN: waiting } : {},
    fresh: { API_TOKEN: fresh, GRAFANA_ADMIN_PASSWORD: fresh },
    ...(isOrdered && { order: { target: 'API_TOKEN' } }),
    isChecking: false,
  } satisfies Partial<RotationFound>;
}

/** A Secret, its operator, and pods with one database. */
function aStage() {
  let [seconds, made, isDeaf] = [0, 0, false];
  const now = () => seconds;
  const rows = tokenRows(now, { announced: announcedSeconds, overlap: overlapSeconds });
  const given = givenTokens(now, rows.accepts);
  const heard = new Map<string, number>();
  const first = named(0);
  const marks = { made: { API_TOKEN: { digest: first.digest, at: after(0).toISOString() } } };
  const kept: Kept = { secret: first, marks, waiting: undefined, isOrdered: false };
  const hears = (key: string) => seconds - (heard.get(key) ?? Number.NEGATIVE_INFINITY) < rememberedSeconds;
  const place = (value: NewValue) => {
    kept.secret = value;
    given.place(value.digest);
  };
  const tell = (word: TokenWord) => {
    if (isDeaf || !rows.accepts(kept.secret.digest)) return;
    heard.set(wordKey(word), seconds);
    if (word.othersEndInSeconds === undefined) rows.announce(word.digest);
    else rows.succeed(word.digest, word.othersEndInSeconds);
  };
  const look = () => {
    const { digest } = kept.secret;
    const isHeard = (othersEndInSeconds: number) => hears(wordKey({ digest, othersEndInSeconds }));
    const next = rotation(
      owner,
      { source: 'Generated' },
      {
        ...foundBy(kept, named(made + 1)),
        isKnown: kept.waiting !== undefined && hears(kept.waiting.digest),
        isTold: { overlap: isHeard(1), end: isHeard(0) },
        now: after(seconds),
      },
    );
    carryOut(next);
  };
  const carryOut = ({ wait, change, step, tell: word }: Rotation) => {
    kept.waiting = valueIn(wait);
    made = Math.max(made, Number(kept.waiting?.value ?? 0));
    const placed = valueIn(change?.values);
    if (placed) place(placed);
    kept.marks = change?.marks ?? kept.marks;
    kept.isOrdered &&= step !== 'Replaced';
    if (word) tell(word);
  };
  const change = () => {
    made += 1;
    place(named(made));
  };
  const passes = (by: number) => {
    seconds += by;
  };
  const listens = (does: boolean) => {
    isDeaf = !does;
  };
  place(first);
  rows.register(first.digest);
  return { kept, rows, given, heard, now, look, change, passes, listens, isDeaf: () => isDeaf };
}

type Stage = ReturnType<typeof aStage>;

const happenings: Readonly<Record<Exclude<Event, 'long'>, (stage: Stage) => void>> = {
  look: () => undefined,
  order: ({ kept }) => {
    kept.isOrdered = true;
  },
  change: ({ change }) => change(),
  restart: ({ heard }) => heard.clear(),
  deaf: ({ listens }) => listens(false),
  hear: ({ listens }) => listens(true),
};

function wrongIn({ kept, given, isDeaf, now }: Stage, deafUntil: number): string | undefined {
  const soon = given.refusedTooSoon(overlapSeconds);
  if (soon) return `${soon} is refused at ${now()}`;
  const long = isDeaf() ? undefined : given.acceptedTooLong(overlapSeconds, deafUntil, slackSeconds);
  if (long) return `${long} is accepted at ${now()}`;
  const isOurs = kept.secret.digest === kept.marks.made.API_TOKEN?.digest;
  return isOurs && given.isUnknown() ? `${kept.secret.digest} is not known at ${now()}` : undefined;
}

const longTime = Array.from({ length: 20 }, () => 'look' as const);

/** What went wrong in a history, first. */
function faultOf(history: readonly Event[]): string | undefined {
  const stage = aStage();
  let [file, deafUntil] = [stage.kept.secret.digest, 0];
  for (const event of history.flatMap((one) => (one === 'long' ? longTime : one))) {
    happenings[event](stage);
    stage.passes(lookSeconds);
    stage.rows.register(file);
    file = stage.kept.secret.digest;
    stage.look();
    if (stage.isDeaf()) deafUntil = stage.now();
    const wrong = wrongIn(stage, deafUntil);
    if (wrong) return wrong;
  }
  return undefined;
}

it('whatever happens, each token is accepted until its overlap is over, and none after that', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events), { maxLength: 40 }), (history) => {
      expect(faultOf(history)).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});
