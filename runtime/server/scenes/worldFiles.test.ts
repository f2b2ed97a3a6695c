import { mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
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

const inMore = () => writeFile(join(root, 'more/deep/d.tscn'), '');

describe('worldFiles', () => {
  it('lists the scenes in order of their paths, addons only when asked', async () => {
    const paths = async (directory: string, addons: boolean) =>
      (await worldFiles(root).list(directory, addons)).map(({ path }) => path);
    expect(await paths('res://', false)).toEqual(['res://a.tscn', 'res://b.tscn']);
    expect(await paths('res://', true)).toEqual(['res://a.tscn', 'res://addons/kit/c.tscn', 'res://b.tscn']);
    expect(await paths('res://addons', true)).toEqual(['res://addons/kit/c.tscn']);
  });

  it('lists no links', async () => {
    await symlink(join(root, 'a.tscn'), join(root, 'linked.tscn'));
    await symlink(join(root, 'addons'), join(root, 'folder'));
    expect(await worldFiles(root).list('res://', false)).toHaveLength(2);
  });

  it('looks at the files again only when one has changed', async () => {
    const { list } = worldFiles(root);
    const [first] = await list('res://', true);
    const [again] = await list('res://', false);
    expect(again).toBe(first);
  });

  it.each([
    ['another scene', () => writeFile(join(root, 'addons/kit/new.tscn'), '')],
    ['a folder with scenes', () => mkdir(join(root, 'more/deep'), { recursive: true }).then(inMore)],
    ['a scene that grows', () => writeFile(join(root, 'addons/kit/c.tscn'), 'more')],
    ['a scene that was saved again', () => utimes(join(root, 'a.tscn'), new Date(), new Date(2e12))],
    ['a scene with another name', () => rename(join(root, 'a.tscn'), join(root, 'z.tscn'))],
    ['a scene that goes', () => rm(join(root, 'a.tscn'))],
    ['a folder that goes', () => rm(join(root, 'addons'), { recursive: true })],
  ])('sees %s at once', async (_, change) => {
    const { list } = worldFiles(root);
    await list('res://', true);
    await change();
    expect(await list('res://', true)).toEqual(await worldFiles(root).list('res://', true));
    await writeFile(join(root, 'b.tscn'), 'and again');
    expect(await list('res://', true)).toEqual(await worldFiles(root).list('res://', true));
  });

  it('goes on when the world is there again', async () => {
    const { list } = worldFiles(join(root, 'later'));
    await expect(list('res://', true)).rejects.toThrow('ENOENT');
    await mkdir(join(root, 'later'));
    expect(await list('res://', true)).toEqual([]);
  });
});
