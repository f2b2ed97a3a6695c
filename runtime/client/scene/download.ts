import { reached } from './world.ts';

/** How much of a file has come; `total` is missing when the server does not say. */
export interface Progress {
  readonly received: number;
  readonly total: number | undefined;
}

const stalledMilliseconds = 15_000;

/** Fetches a file and tells how it goes. Throws a sentence; a download that stands still for 15 s has failed. */
export async function download(
  url: string,
  cache: RequestCache,
  told: (progress: Progress) => void,
): Promise<ArrayBuffer> {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), stalledMilliseconds);
  const awake = () => {
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), stalledMilliseconds);
  };
  try {
    const answer = await reached(fetch(url, { signal: abort.signal, cache }));
    if (!answer.ok) throw new Error(refusal(answer.status));
    const received = chunks(answer, (progress) => {
      awake();
      told(progress);
    });
    return await reached(received.then((parts) => new Response(new Blob(parts)))).then((whole) =>
      whole.arrayBuffer(),
    );
  } finally {
    clearTimeout(timer);
  }
}

const refusal = (status: number) =>
  status === 404 ? 'Its file is not there (404).' : `The server answers ${status} instead of its file.`;

async function chunks(
  answer: Response,
  told: (progress: Progress) => void,
): Promise<Uint8Array<ArrayBuffer>[]> {
  // A compressed file is longer than its header says.
  const isPlain = !answer.headers.has('Content-Encoding');
  const total = (isPlain && Number(answer.headers.get('Content-Length'))) || undefined;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  told({ received, total });
  for (const reader = answer.body?.getReader(); reader; ) {
    const { value, done } = await reader.read();
    if (done) break;
    parts.push(value);
    received += value.length;
    told({ received, total });
  }
  return parts;
}

/** A progress in words: bytes, and percent where the whole is known. */
export function inWords({ received, total }: Progress): string {
  if (total === undefined) return size(received);
  return `${size(received)} of ${size(total)} (${Math.floor((100 * received) / total)} %)`;
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
