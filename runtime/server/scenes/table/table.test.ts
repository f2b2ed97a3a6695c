import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aWorld, removeWorlds, tscn } from '../../../test/aWorld.ts';
import { SceneFault } from '../sceneFault.ts';
import { rowOf } from './row.ts';
import { table, warningSummary } from './table.ts';

afterAll(removeWorlds);

const plain = (_: string, text: string) => text;
const row = {
  path: 'res://a.tscn',
  milliseconds: 12.4,
  nodes: 3,
  triangles: 12_000,
  bytes: 2500,
  warnings: ['Not shown: X (Y).'],
  error: undefined,
};
const refused = { ...row, path: 'res://b.tscn', nodes: 0, warnings: [], error: 'res://b.tscn has no nodes.' };

describe('the table of scenes', () => {
  it('has a line for each scene, what speaks against those refused, and a sum', () => {
    expect(table([row, refused], plain)).toBe(
      [
        'scene         nodes  triangles  bytes  ms  warnings  errors',
        'res://a.tscn      3     12,000  2,500  12         1       0',
        'res://b.tscn      –          –      –  12         0       1',
        '',
        '✗ res://b.tscn has no nodes.',
        '',
        '1 of 2 scenes compile, with 1 warnings; 1 refused.',
        '',
      ].join('\n'),
    );
  });

  it('counts in how many scenes a warning is', () => {
    expect(warningSummary([row, row, refused], plain)).toBe('    2  Not shown: X\n');
  });

  it('has a row for a scene whose thread had to be ended, and none for a fault of the compiler', async () => {
    const late = await rowOf('res://a.tscn', () =>
      Promise.reject(new SceneFault('takes longer than 5 s to compile')),
    );
    expect(late.error).toBe('res://a.tscn takes longer than 5 s to compile.');
    await expect(rowOf('res://a.tscn', () => Promise.reject(new Error('oops')))).rejects.toThrow('oops');
  });
});

describe('npm run scenes', () => {
  const run = async (...args: string[]) => {
    const program = join(import.meta.dirname, 'main.ts');
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], {
        env: { ...process.env, NODE_OPTIONS: '' },
      });
      return { code: 0, stdout, stderr: '' };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, stdout, stderr };
    }
  };

  it('ends with 0 when every scene compiles, and with 1 when one is refused', async () => {
    const { directory, write } = await aWorld({ 'a.tscn': tscn('[node name="A" type="Node3D"]') });
    expect(await run(directory)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 of 1 scenes compile'),
    });
    await write({ 'addons/b.tscn': 'nothing' });
    expect(await run(directory)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('✗ res://addons/b.tscn is not a Godot 4 text scene.'),
    });
  });

  it('asks for a directory with scenes', async () => {
    const usage = 'Name the directory of a Godot project: npm run scenes -- DIR.\n';
    expect(await run()).toMatchObject({ code: 2, stderr: usage });
    expect(await run('/nowhere')).toMatchObject({ code: 2, stderr: usage });
    const { directory } = await aWorld();
    expect(await run(directory)).toMatchObject({
      code: 2,
      stderr: `There are no scenes (.tscn or .glb) in ${directory}.\n`,
    });
  });
});
