import * as z from 'zod';
import { json } from '../json.ts';

const Probe = z.object({
  type: z.literal('spacetime.probe'),
  version: z.int().min(1),
  id: z.string().max(64),
});

/** What a world tells about itself to who looks for one. */
export interface Announcement {
  readonly revision: string;
  readonly environment: string;
  readonly ports: Readonly<Record<string, number | undefined>>;
}

/** Decides what to answer to datagrams. Times are in milliseconds. */
export interface Answerer {
  /** The answer to a datagram from this address, or nothing: it is no probe, too small for the answer, or too soon. */
  readonly answer: (datagram: Buffer, from: string, now: number) => Buffer | undefined;
  /** What is sent to everybody, unasked. */
  readonly announcement: () => Buffer;
}

const leastBetweenMilliseconds = 1000;
/** A sender's address can be made up; so many are answered all the same. */
const mostInThatTime = 1000;

/**
 * Answers probes, at most one a second for each address. An answer is never larger than its question, so that nobody can
 * make this world flood somebody else; who asks pads the question.
 */
export function answerer(about: Announcement): Answerer {
  const answered = new Map<string, number>();
  const here = (id?: string) =>
    Buffer.from(JSON.stringify({ type: 'spacetime.here', version: 1, id, ...about }));
  const tooSoon = (from: string, now: number) => {
    for (const [address, at] of answered) {
      // In the order of answers, so those that follow are younger.
      if (now - at < leastBetweenMilliseconds) break;
      answered.delete(address);
    }
    return answered.has(from) || answered.size >= mostInThatTime;
  };
  return {
    answer: (datagram, from, now) => {
      const probe = Probe.safeParse(json(String(datagram)));
      if (!probe.success || tooSoon(from, now)) return undefined;
      const answer = here(probe.data.id);
      if (answer.length > datagram.length) return undefined;
      answered.set(from, now);
      return answer;
    },
    announcement: () => here(),
  };
}
