/** One call of curl in a block. */
export interface CurlCall {
  readonly url: string;
  readonly status: number;
  readonly seconds: number;
  /** Whether the answer says how many requests its caller may make. */
  readonly isLimited: boolean;
}

/** A request that reached the receiver of webhooks. */
export interface Received {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** What a block did. */
export interface Outcome {
  readonly exitCode: number;
  readonly output: string;
  readonly complaints: string;
  readonly calls: readonly CurlCall[];
  /** The calls in the order of the block; of those in the background, in the order in which they ended. */
  readonly statuses: readonly number[];
  /** What the receiver has got so far. */
  readonly received: () => readonly Received[];
}

/** One acceptance line of a block; `holds` throws, as Jest's `expect` does, when it does not. */
interface Acceptance {
  readonly line: string;
  readonly holds: (outcome: Outcome) => void | Promise<void>;
}

/** Commands of the production checklist, as they are written there, and what they must show. */
export interface ChecklistBlock {
  readonly section: string;
  readonly name: string;
  readonly script: string;
  readonly expect: readonly Acceptance[];
}

/** What stands in for the addresses and secrets of the checklist. */
export interface Place {
  /** In place of `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** In place of `https://spacetime.example.com` and its staging sister. */
  readonly secureOrigin: string;
  /** In place of `https://webhook.site`. */
  readonly receiver: string;
  readonly received: () => readonly Received[];
  readonly token: string;
  /** Where the block runs. */
  readonly directory: string;
  readonly env?: Readonly<Record<string, string>>;
}
