import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aWorld, removeWorlds } from '../../../test/aWorld.ts';
import { fingerprints } from './fingerprint.ts';

afterAll(removeWorlds);

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const later = () => Date.now() + 60_000;

describe.each([
  ['just now', Date.now],
  ['long ago', later],
])('fingerprints of files that changed %s', (_, now) => {
  it('are the same until the content is another', async () => {
    const { directory, write } = await aWorld({ 'a.png': 'one' });
    const { same } = fingerprints(now);
    const inputs = [{ path: 'res://a.png', seen: hash('one') }];
    expect([await same(directory, inputs), await same(directory, inputs)]).toEqual([true, true]);
    await write({ 'a.png': 'other' });
    expect(await same(directory, inputs)).toBe(false);
    expect(await same(directory, [{ path: 'res://a.png', seen: hash('other') }])).toBe(true);
  });

  it('tell what is there from what is missing', async () => {
    const { directory } = await aWorld({ 'a.png': 'one' });
    const { same } = fingerprints(now);
    const said = (path: string, seen: string) => same(directory, [{ path, seen }]);
    expect(await said('res://a.png', 'there')).toBe(true);
    expect(await said('res://a.png', 'missing')).toBe(false);
    expect(await said('res://b.png', 'missing')).toBe(true);
    expect(await said('res://b.png', 'there')).toBe(false);
    await rm(join(directory, 'a.png'));
    await writeFile(join(directory, 'b.png'), '');
    expect(await said('res://a.png', hash('one'))).toBe(false);
    expect(await said('res://b.png', 'there')).toBe(true);
  });
});
