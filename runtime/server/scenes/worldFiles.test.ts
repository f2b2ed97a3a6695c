import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { worldFiles } from './worldFiles.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'world-'));
  await mkdir(join(root, 'addons/kit'), { recursive: true });
  await writeFile(join(root, 'b.tscn'), '[gd_scene format=3]');
  await writeFile(join(root, 'a.tscn'), '');
  await writeFile(join(root, 'notes.txt'), '');
  await writeFile(join(root, 'addons/kit/c.tscn'), '');
});
afterEach(() => rm(root, { recursive: true }));

describe('worldFiles', () => {
  it('reads a scene by its res:// path', async () => {
    expect(await worldFiles(root).read('res://b.tscn')).toBe('[gd_scene format=3]');
  });

  it('has nothing for a file that is not there', async () => {
    expect(await worldFiles(root).read('res://missing.tscn')).toBeUndefined();
  });

  it('does not follow a link out of the world', async () => {
    await symlink('/etc/hostname', join(root, 'out.tscn'));
    expect(await worldFiles(root).read('res://out.tscn')).toBeUndefined();
  });

  it('refuses a scene that is too large', async () => {
    await writeFile(join(root, 'big.tscn'), 'x'.repeat(8_000_001));
    await expect(worldFiles(root).read('res://big.tscn')).rejects.toThrow('is larger than 8 MB');
  });

  it('lists the scenes in order of their paths, addons only when asked', async () => {
    const paths = async (directory: string, addons: boolean) =>
      (await worldFiles(root).list(directory, addons)).map(({ path }) => path);
    expect(await paths('res://', false)).toEqual(['res://a.tscn', 'res://b.tscn']);
    expect(await paths('res://', true)).toEqual(['res://a.tscn', 'res://addons/kit/c.tscn', 'res://b.tscn']);
    expect(await paths('res://addons', true)).toEqual(['res://addons/kit/c.tscn']);
  });
});
