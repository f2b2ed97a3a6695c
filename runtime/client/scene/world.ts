import { subprotocol } from '../../shared/presence/protocol.ts';

/** What the world shows now. */
export interface WorldScene {
  readonly scene_name: string;
  readonly scene_path: string;
  readonly scene_url: string;
}

interface World extends WorldScene {
  readonly ticket: string;
}

const patienceMilliseconds = 10_000;

/** What an address shows: revisions that serve side by side have the same scene at addresses of their own. */
export const contentOf = (sceneUrl: string): string => sceneUrl.replace(/^r\/[^/]+\//, '');

/** Asks what the world shows. Throws a sentence. */
export async function currentWorld(): Promise<World> {
  const init = { headers: invitation(), signal: AbortSignal.timeout(patienceMilliseconds) };
  const answer = await reached(fetch('world', init));
  if (!answer.ok) throw new Error(await refusal(answer));
  return (await answer.json()) as World;
}

/** An address may end with `#ticket=…`; browsers keep what follows `#` to themselves, so that no log holds it. */
function invitation(): Record<string, string> {
  const ticket = new URLSearchParams(location.hash.slice(1)).get('ticket');
  return ticket ? { Authorization: `Ticket ${ticket}` } : {};
}

/** What a socket is asked for with: each connection brings a ticket of its own. Throws a sentence. */
export const socketProtocols = async (): Promise<string[]> => [
  subprotocol,
  `ticket.${(await currentWorld()).ticket}`,
];

/** Where a socket of this world is. */
export const socketUrl = (path: string): string => new URL(path, location.href.replace(/^http/, 'ws')).href;

/** Throws a sentence when nobody answers. */
export async function reached(answer: Promise<Response>): Promise<Response> {
  try {
    return await answer;
  } catch (cause) {
    throw new Error('The world cannot be reached.', { cause });
  }
}

async function refusal(answer: Response): Promise<string> {
  const problem = (await answer.json().catch(() => ({}))) as { message?: string };
  return problem.message ?? `The world answers ${answer.status}.`;
}
