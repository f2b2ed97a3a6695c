import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { conditions } from '../operator/src/api/conditions.ts';

const folder = join(import.meta.dirname, '../docs/runbook');
const index = readFileSync(join(folder, 'README.md'), 'utf8');
const pages = readdirSync(join(folder, 'conditions')).map((file) => file.replace(/\.md$/, ''));
const textOf = (page: string) => readFileSync(join(folder, 'conditions', `${page}.md`), 'utf8');

/** Of these the status True is the one that somebody should read about. */
const badWhenTrue = ['Held', 'Paused'];

const reasons = Object.entries(conditions).flatMap(([type, { True, False, Unknown }]) =>
  (badWhenTrue.includes(type) ? [...True, ...Unknown] : [...False, ...Unknown]).map(
    (one) => `${type}.${one}`,
  ),
);

describe('the runbook', () => {
  it('has a page for each reason of a condition that is not well, and for no other', () => {
    expect(pages.toSorted()).toEqual(reasons.toSorted());
  });

  it('leads to every page', () => {
    expect(pages.filter((page) => !index.includes(`(conditions/${page}.md)`))).toEqual([]);
  });

  it('says in each what it means, what the operator does, where to look and what to do', () => {
    const heads = '**What the operator does.**,**What to look at.**,**What to do.**';
    const wrong = pages.filter((page) => {
      const text = textOf(page);
      const [title, meaning = ''] = text.split('\n\n');
      const isTold = title === `# ${page.replace('.', ': ')}` && /^[A-Z`].*[.]$/s.test(meaning);
      return !isTold || text.match(/^\*\*.+?\.\*\*/gm)?.join() !== heads;
    });
    expect(wrong).toEqual([]);
  });
});
