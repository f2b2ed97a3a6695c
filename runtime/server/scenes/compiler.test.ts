import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aWorld, removeWorlds, type TestWorld, tscn } from '../../test/aWorld.ts';
import { compile, type Outcome } from './compile.ts';
import { compiler } from './compiler.ts';
import type { Compiler } from './library.ts';
import { Exhausted } from './sceneFault.ts';

afterAll(removeWorlds);

const scene = (name: string) => tscn(`[node name="${name}" type="Node3D"]`);
const outer = tscn(
  '[ext_resource type="PackedScene" path="res://inner.tscn" id="1"]',
  '[node name="Outer" type="Node3D"]',
  '[node name="In" parent="." instance=ExtResource("1")]',
);

interface Counted extends Compiler {
  readonly world: TestWorld;
  readonly compiled: readonly string[];
  readonly cacheDirectory: string;
}

/** A compiler whose thread is this one, and counts. */
async function counted(given?: { world: TestWorld; cacheDirectory: string }): Promise<Counted> {
  const world =
    given?.world ?? (await aWorld({ 'a.tscn': scene('A'), 'outer.tscn': outer, 'inner.tscn': scene('I') }));
  const cacheDirectory = given?.cacheDirectory ?? join((await aWorld()).directory, 'cache');
  const compiled: string[] = [];
  const threads = {
    close: () => {},
    compile: (directory: string, path: string): Promise<Outcome> => {
      compiled.push(path);
      return compile(directory, path);
    },
  };
  return {
    ...compiler({ directory: world.directory, threads, cacheDirectory }),
    world,
    compiled,
    cacheDirectory,
  };
}

describe('compiler', () => {
  it('compiles a scene once, and tells that it remembered', async () => {
    const { compile, compiled } = await counted();
    const first = await compile('res://a.tscn');
    const second = await compile('res://a.tscn');
    expect([first?.stats.cached, second?.stats.cached, compiled]).toEqual([false, true, ['res://a.tscn']]);
    expect(second?.hash).toBe(first?.hash);
    expect(first?.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('compiles once for all who ask meanwhile', async () => {
    const { compile, compiled } = await counted();
    const answers = await Promise.all(Array.from({ length: 20 }, () => compile('res://a.tscn')));
    expect(compiled).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer?.hash)).size).toBe(1);
  });

  it('notices at once when a file changes that a scene needs, also by the same number of bytes', async () => {
    const { compile, world } = await counted();
    const before = await compile('res://outer.tscn');
    await world.write({ 'inner.tscn': scene('J') });
    expect((await compile('res://outer.tscn'))?.hash).toBe(before?.hash);
    await world.write({ 'inner.tscn': tscn('[node name="I" type="OmniLight3D"]') });
    expect((await compile('res://outer.tscn'))?.hash).not.toBe(before?.hash);
  });

  it('does not trust the time of a file alone', async () => {
    const { compile, world } = await counted();
    const file = join(world.directory, 'a.tscn');
    const then = new Date('2020-01-01');
    await utimes(file, then, then);
    const before = await compile('res://a.tscn');
    await writeFile(file, scene('B'));
    await utimes(file, then, then);
    expect((await compile('res://a.tscn'))?.hash).not.toBe(before?.hash);
  });

  it('notices when a missing file comes, and when a scene goes', async () => {
    const { compile, world } = await counted();
    await rm(join(world.directory, 'inner.tscn'));
    const without = await compile('res://outer.tscn');
    expect(without?.missing).toEqual(['res://inner.tscn']);
    await world.write({ 'inner.tscn': tscn('[node name="I" type="OmniLight3D"]') });
    expect((await compile('res://outer.tscn'))?.missing).toEqual([]);
    await rm(join(world.directory, 'outer.tscn'));
    expect(await compile('res://outer.tscn')).toBeUndefined();
  });

  it('remembers what is broken until it is repaired', async () => {
    const { compile, compiled, world } = await counted();
    await world.write({ 'bad.tscn': 'nothing' });
    for (let n = 0; n < 2; n++)
      await expect(compile('res://bad.tscn')).rejects.toThrow('is not a Godot 4 text scene');
    expect(compiled).toHaveLength(1);
    await world.write({ 'bad.tscn': scene('Good') });
    expect((await compile('res://bad.tscn'))?.stats.nodes).toBe(1);
  });

  it('remembers for a minute what took too long, unless a file that it had read changes', async () => {
    const world = await aWorld({ 'a.tscn': scene('A'), 'b.tscn': scene('B') });
    let now = 0;
    let tries = 0;
    const threads = {
      close: () => {},
      compile: async (directory: string, path: string): Promise<Outcome> => {
        const { inputs } = await compile(directory, path);
        tries += 1;
        throw new Exhausted('takes longer than 5 s to compile', inputs);
      },
    };
    const { compile: compiled } = compiler({
      ...{ directory: world.directory, threads, now: () => now },
      cacheDirectory: join(world.directory, '.cache'),
    });
    const refused = () =>
      expect(compiled('res://a.tscn')).rejects.toThrow('takes longer than 5 s to compile');
    for (const [moment, expected] of [
      [0, 1],
      [59_999, 1],
      [60_000, 2],
      [119_999, 2],
    ] as const) {
      now = moment;
      await refused();
      expect(tries).toBe(expected);
    }
    await world.write({ 'b.tscn': scene('Other') });
    await refused();
    expect(tries).toBe(2);
    await world.write({ 'a.tscn': scene('Other') });
    await refused();
    expect(tries).toBe(3);
  });

  it('hears of every file as it is looked at', async () => {
    const { directory } = await aWorld({ 'outer.tscn': outer, 'inner.tscn': scene('I') });
    const noted = new Map<string, string>();
    const { inputs } = await compile(directory, 'res://outer.tscn', ({ path, seen }) =>
      noted.set(path, seen),
    );
    expect([...noted].map(([path, seen]) => ({ path, seen }))).toEqual(inputs);
    expect(noted.size).toBe(2);
  });

  it('does not hold a thread that did not start against a scene', async () => {
    const { directory } = await aWorld({ 'a.tscn': scene('A') });
    let tries = 0;
    const threads = {
      close: () => {},
      compile: async (): Promise<Outcome> => {
        tries += 1;
        throw new Exhausted('takes longer than 30 s to compile', []);
      },
    };
    const { compile: compiled } = compiler({ directory, threads, cacheDirectory: join(directory, '.cache') });
    for (let n = 0; n < 2; n++) await expect(compiled('res://a.tscn')).rejects.toThrow('30 s');
    expect(tries).toBe(2);
  });

  it('remembers across processes, and by every hash that a scene had', async () => {
    const first = await counted();
    const before = await first.compile('res://a.tscn');
    const next = await counted(first);
    expect((await next.compile('res://a.tscn'))?.stats.cached).toBe(true);
    expect(next.compiled).toEqual([]);
    await first.world.write({ 'a.tscn': scene('Changed') });
    await next.compile('res://a.tscn');
    const old = await next.byHash('res://a.tscn', before?.hash ?? '');
    expect(Buffer.compare(old ?? new Uint8Array(), before?.glb ?? new Uint8Array(1))).toBe(0);
    expect(await next.byHash('res://outer.tscn', before?.hash ?? '')).toBeUndefined();
    expect(await next.byHash('res://a.tscn', '0'.repeat(64))).toBeUndefined();
  });

  it('compiles again when what is on the disk is damaged', async () => {
    const first = await counted();
    await first.compile('res://a.tscn');
    for (const name of await readdir(first.cacheDirectory))
      await writeFile(join(first.cacheDirectory, name), 'junk');
    const next = await counted(first);
    expect((await next.compile('res://a.tscn'))?.stats.cached).toBe(false);
  });

  it('works without a disk to write to', async () => {
    const { directory } = await aWorld({ file: '' });
    const { compile } = await counted({
      world: await aWorld({ 'a.tscn': scene('A') }),
      cacheDirectory: join(directory, 'file/cache'),
    });
    expect((await compile('res://a.tscn'))?.stats.nodes).toBe(1);
  });

  it('leaves no drafts behind', async () => {
    const { compile, cacheDirectory } = await counted();
    await mkdir(cacheDirectory, { recursive: true });
    await compile('res://a.tscn');
    expect((await readdir(cacheDirectory)).map((name) => name.replace(/^.*\./, '')).sort()).toEqual([
      'glb',
      'json',
    ]);
  });
});
