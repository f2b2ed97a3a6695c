import type { Fault } from '../harness/images.ts';

/** What a release changes; whatever is absent stays as it is in the release that users have. */
export interface Change {
  readonly image?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Scenes that the whitelist of production names. */
  readonly whitelist?: readonly string[];
  readonly blacklist?: readonly string[];
  /** Content of the Secret that the database's address comes from. */
  readonly databaseURL?: string;
  /** What is added to that address as its query: the same database, and another content of the Secret. */
  readonly databaseQuery?: string;
  readonly memoryLimit?: string;
  /** Seconds from one readiness probe to the next. */
  readonly probeSeconds?: number;
  /** Whether the world refers to a certificate. */
  readonly tls?: boolean;
}

/** How the verdict on a release came out. Times are milliseconds since the epoch. */
export interface Verdict {
  readonly verdict: 'Released' | 'Undone' | 'Undecided';
  readonly reason: string;
  readonly decidedAt: number;
  /** Whether the controller itself said when; otherwise it is when it was seen. */
  readonly isExact?: boolean;
}

/** The name of every world, and of the Service through which users reach it. */
export const worldName = 'world';

/** Where a release stands, in words that all systems share; `AllUsers` where it is still watched, `Settled` where it is not. */
export type Standing = 'Starting' | 'Canary' | 'AllUsers' | 'Settled' | 'Undoing' | 'Undone';

/** A world of five pods in a namespace of its own, under one system. */
export interface Stand {
  readonly namespace: string;
  /** Where users find it. */
  url(): Promise<string>;
  /** Ships a change on top of what users have; answers when, in milliseconds since the epoch. */
  ship(change: Change): Promise<number>;
  /** Ships the same once more, as an agent does that heals what it believes has drifted. */
  again(): Promise<void>;
  /** Waits for the verdict on what was shipped last; `Undecided` after so many seconds. */
  verdict(seconds: number): Promise<Verdict>;
  /** Waits until the release on trial stands there; one that is settled also has all users. Throws when the time is over. */
  until(standing: Standing, seconds: number): Promise<void>;
  /** The name of the revision on trial, as its answers say it. */
  trialRevision(): Promise<string>;
  stableRevision(): Promise<string>;
  /** Names of the runtime pods. */
  podNames(): Promise<readonly string[]>;
  scale(replicas: number): Promise<void>;
  /** Ends the controller's process with SIGKILL. */
  killController(): Promise<void>;
  /** Processes of the controller on this machine. */
  controllers(): Promise<readonly number[]>;
  /**
   * Brings back what users had at first, and waits until nothing moves. Answers whether every object of the world is then what
   * it was before the release that was shipped last; undefined where that was not undone, and where it is not asked of the system.
   */
  reset(): Promise<boolean | undefined>;
  close(): Promise<void>;
}

/** A release controller with one way to set it. */
export interface System {
  readonly name: string;
  readonly setting: string;
  /** Seconds that a verdict may take where the setting is slow. */
  readonly verdictSeconds?: number;
  /** Makes the stand of a scenario; `change` is what users have at first, besides the first image. */
  stand(change: Change, scenario: string): Promise<Stand>;
}

/** Every image that scenarios ship. */
export const faultsOfScenarios: readonly Fault[] = [
  'answers500',
  'crashesAtStart',
  'crashesLate',
  'failsOneInFive',
  'failsOneInTwenty',
  'outOfMemory',
  'slow',
  'switched',
];
