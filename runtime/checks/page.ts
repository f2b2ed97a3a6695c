import { type Check, insist } from './check.ts';
import { type Answer, type Site, textOf } from './site.ts';

/** The page and every file that it names are there. */
export const page: Check = {
  name: 'smoke.page',
  ask: async ({ preview }) => {
    const answer = await found(preview, '/');
    const type = answer.headers['content-type'] ?? 'nothing';
    insist(type.startsWith('text/html'), `GET / answered ${type} instead of text/html.`);
    const files = filesIn(textOf(answer));
    let bytes = answer.bytes.length;
    for (const file of files) bytes += (await found(preview, file)).bytes.length;
    return `the page and ${files.length} files, ${Math.ceil(bytes / 1000)} kB`;
  },
};

/** Addresses on the same server that the page loads at once. */
const filesIn = (html: string): readonly string[] => [
  ...new Set([...html.matchAll(/(?:src|href)="(\/(?!\/)[^"]+)"/g)].map(([, path]) => String(path))),
];

async function found(site: Site, path: string): Promise<Answer> {
  const answer = await site.ask(path);
  insist(answer.status === 200, `GET ${path} answered ${answer.status} instead of 200.`);
  return answer;
}
