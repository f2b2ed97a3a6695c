import type { Logger } from 'pino';
import type { AddressOf, Trust } from './access/address.ts';
import type { FollowedTokens } from './access/followTokens.ts';
import type { Limits } from './access/limits.ts';
import type { Refusals } from './access/refusals.ts';
import type { Tickets } from './access/tickets.ts';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import type { Signals } from './database/signals.ts';
import type { DrainMark } from './drained.ts';
import type { RecordEvent } from './events/record.ts';
import type { Votes } from './frames/votes.ts';
import type { Answers } from './http/answers.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Metrics } from './metrics.ts';
import type { Presence } from './presence/presence.ts';
import type { SceneForVisitors } from './presence/sceneForVisitors.ts';
import type { Queue } from './queue/queue.ts';
import type { Library } from './scenes/library.ts';
import type { RememberedState } from './state/rememberedState.ts';

/** Everything that the routes work with. `now` is in milliseconds. */
export interface Deps {
  readonly config: Config;
  readonly log: Logger;
  readonly now: () => number;
  readonly tokens: FollowedTokens;
  /** Whose X-Forwarded-For is believed, and where a request comes from by that. */
  readonly trust: Trust;
  readonly addressOf: AddressOf;
  /** Counts requests over all pods together. */
  readonly limits: Limits;
  readonly refusals: Refusals;
  readonly tickets: Tickets;
  readonly database: Database;
  readonly signals: Signals;
  /** What is to be done in the background. Nothing can be added before it has started. */
  readonly queue: Queue;
  readonly recordEvent: RecordEvent;
  readonly library: Library;
  readonly sceneForVisitors: SceneForVisitors;
  readonly state: RememberedState;
  readonly votes: Votes;
  readonly metrics: Metrics;
  readonly presence: Presence;
  readonly lifecycle: Lifecycle;
  readonly drainMark: DrainMark;
  readonly answers: Answers;
  /** How this pod asks others. */
  readonly fetch: typeof globalThis.fetch;
}
