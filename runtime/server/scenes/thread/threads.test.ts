import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aWorld, removeWorlds, tscn } from '../../../test/aWorld.ts';
import { type CompilerThreads, compilerThreads, type ThreadSettings } from './threads.ts';

const open: CompilerThreads[] = [];
const threads = (settings?: ThreadSettings) => {
  const made = compilerThreads(settings);
  open.push(made);
  return made;
};
afterEach(() => {
  for (const made of open.splice(0)) made.close();
});
afterAll(removeWorlds);

/** A thread that does something of its own when it is asked for `bad`, and answers anything else. */
async function entryThat(act: string): Promise<string> {
  const { directory } = await aWorld();
  const program = `
    import { parentPort } from 'node:worker_threads';
    const answer = { kind: 'outcome', outcome: { fault: 'is fine', inputs: [] } };
    parentPort.on('message', ({ path }) => {
      if (path === 'bad') { ${act} }
      parentPort.postMessage(answer);
    });
    parentPort.postMessage({ kind: 'ready' });`;
  const entry = join(directory, 'entry.mjs');
  await writeFile(entry, program);
  return entry;
}

describe('compilerThreads', () => {
  it('compile a scene', async () => {
    const { directory } = await aWorld({ 'a.tscn': tscn('[node name="A" type="Node3D"]') });
    const { compilation } = await threads().compile(directory, 'res://a.tscn');
    expect(compilation?.nodes).toBe(1);
    expect(Buffer.from(compilation?.glb ?? []).toString('latin1', 0, 4)).toBe('glTF');
  });

  it.each([
    ['never ends', 'for (;;) {}', 'takes longer than 0.5 s to compile'],
    ['never answers', 'for (const it of [1]) return', 'takes longer than 0.5 s to compile'],
    [
      'takes all memory',
      'const held = []; for (;;) held.push(new Array(1e6).fill({}))',
      'needs too much memory to compile',
    ],
    ['ends its thread', 'process.exit(3)', 'The compiler thread ended.'],
    ['throws outside', 'throw new Error("oops")', 'oops'],
  ])('refuse a scene that %s, and go on with the next', async (_, act, message) => {
    const seconds = act.startsWith('for') ? 0.5 : 30;
    const tired = threads({ entry: await entryThat(act), seconds, atOnce: 1, heapMegabytes: 32 });
    const bad = tired.compile('/', 'bad');
    const others = [tired.compile('/', 'a'), tired.compile('/', 'b')];
    await expect(bad).rejects.toThrow(message);
    for (const other of others) expect(await other).toMatchObject({ fault: 'is fine' });
    expect(await tired.compile('/', 'c')).toMatchObject({ fault: 'is fine' });
  });

  it.each([
    ['never ends', 'for (;;) {}', 0.5],
    ['takes all memory', 'const held = []; for (;;) held.push(new Array(1e6).fill({}))', 30],
  ])('tell what a scene that %s had looked at', async (_, act, seconds) => {
    const look = (seen: string) =>
      `parentPort.postMessage({ kind: 'input', input: { path: 'res://a.tscn', seen: '${seen}' } });`;
    const entry = await entryThat(`${look('there')} ${look('0123')} ${act}`);
    const tired = threads({ entry, seconds, heapMegabytes: 32 });
    await expect(tired.compile('/', 'bad')).rejects.toMatchObject({
      inputs: [{ path: 'res://a.tscn', seen: '0123' }],
    });
  });

  it('fail with what went wrong when the program of the thread is not there', async () => {
    await expect(threads({ entry: '/nowhere.mjs' }).compile('/', 'a')).rejects.toThrow('/nowhere.mjs');
  });
});
