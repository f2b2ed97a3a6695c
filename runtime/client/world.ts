import type { Drawing } from '../shared/drawing.ts';

/** What the world shows now. */
export interface World {
  readonly scene_name: string;
  readonly scene_url: string;
}

/** Asks for the current scene's address. Throws a sentence. */
export async function currentWorld(): Promise<World> {
  const answer = await ask('world');
  return (await answer.json()) as World;
}

/** Fetches what to draw of a scene and tells how much of it has come, from 0 to 1. Throws a sentence. */
export async function fetchDrawing(url: string, progress: (share: number) => void): Promise<Drawing> {
  const answer = await ask(url);
  const total = Number(answer.headers.get('Content-Length')) || undefined;
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  for (const reader = answer.body?.getReader(); reader; ) {
    const { value, done } = await reader.read();
    if (done) break;
    chunks.push(value);
    received += value.length;
    progress(total ? Math.min(1, received / total) : 0);
  }
  return JSON.parse(await new Blob(chunks).text()) as Drawing;
}

async function ask(url: string): Promise<Response> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(15_000) }).catch(() => undefined);
  if (!answer) throw new Error('The world cannot be reached.');
  if (answer.ok) return answer;
  const problem = (await answer.json().catch(() => ({}))) as { message?: string };
  throw new Error(problem.message ?? `The world answers ${answer.status}.`);
}
