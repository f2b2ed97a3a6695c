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
  /** Seconds that the canary lasts at least, and that a release is still watched with all users; what the system says where absent. */
  readonly canarySeconds?: number;
  readonly bakeSeconds?: number;
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

/** What the object that users write says of itself. */
export interface State {
  readonly generation: number;
  /** Its conditions, as text that is the same for the same. */
  readonly conditions: string;
}

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
  /** Waits until the release on trial is over, one way or the other; answers how. Throws when the time is over. */
  end(seconds: number): Promise<'Settled' | 'Undone'>;
  /** Waits until the release stands still for this reason; answers since when. Throws when the time is over, or where no reason is told. */
  standsStill(reason: string, seconds: number): Promise<number>;
  state(): Promise<State>;
  /** The name of the revision on trial, as its answers say it. */
  trialRevision(): Promise<string>;
  stableRevision(): Promise<string>;
  /** Names of the runtime pods. */
  podNames(): Promise<readonly string[]>;
  scale(replicas: number): Promise<void>;
  /** Waits until a process of the controller leads that was not killed. */
  controllerLeads(): Promise<void>;
  /** Ends the controller's process that leads with SIGKILL; answers when, in milliseconds since the epoch. */
  killController(): Promise<number>;
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
  'failsOneInTwoHundred',
  'outOfMemory',
  'slow',
  'switched',
];
