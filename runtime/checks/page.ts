import { type Check, insist } from './check.ts';
import { type Answer, type Site, textOf } from './site.ts';

/** The page and every file that it names are there. */
export const page: Check = {
  name: 'smoke.page',
  ask: async ({ preview }) => {
    const answer = await found(preview, '/');
    const type = answer.headers['content-type'] ?? 'nothing';
    insist(type.startsWith('text/html'), `GET / answered ${type} instead of text/html.`);
    const files = filesIn(textOf(answer), preview.url('/'));
    insist(files.length > 0, 'GET / names no files.');
    let bytes = answer.bytes.length;
    for (const file of files) bytes += (await found(preview, file)).bytes.length;
    return `the page and what it names (${files.length}), ${Math.ceil(bytes / 1000)} kB`;
  },
};

/** Paths on the same server that the page loads at once. */
function filesIn(html: string, page: string): readonly string[] {
  const named = [...html.matchAll(/\s(?:src|href)="([^"]+)"/g)].map(([, address]) => String(address));
  const files = named
    .map((address) => new URL(address, page))
    .filter(({ origin }) => origin === new URL(page).origin);
  return [...new Set(files.map(({ pathname }) => pathname))];
}

async function found(site: Site, path: string): Promise<Answer> {
  const answer = await site.ask(path);
  insist(answer.status === 200, `GET ${path} answered ${answer.status} instead of 200.`);
  return answer;
}
