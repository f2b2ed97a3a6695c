import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Row } from '../../runtime/bench/row.ts';
import { serve } from '../../runtime/bench/served.ts';
import { optionsOfImage } from './asImage.ts';
import type { Effort } from './effort.ts';
import { addresses } from './questions.ts';

const repetitions = 3;
const here = (file: string) => join(import.meta.dirname, file);

/** What it costs to ask all pods each second and to judge them, beside asking them alone. */
export async function watching(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'spacetime-bench-'));
  const judging = await bundled(folder, 'judging');
  const bareGets = await bundled(folder, 'bareGets');
  const options = await optionsOfImage();
  const pods = await serve([here('pods.ts')]);
  const effortOf = async (program: string): Promise<Effort> => {
    const { port } = new URL(pods.url);
    const { stdout } = await promisify(execFile)(process.execPath, [...options, program, port]);
    return JSON.parse(stdout) as Effort;
  };
  const [ours, bare]: [Effort[], Effort[]] = [[], []];
  try {
    for (let n = 0; n < repetitions; n++) {
      ours.push(await effortOf(judging));
      bare.push(await effortOf(bareGets));
    }
  } finally {
    await pods.stop();
    await rm(folder, { recursive: true });
  }
  return [
    {
      what: `${addresses.length} pods asked each second, compared and judged`,
      unit: '% of a core',
      ours: ours.map(({ corePercent }) => corePercent),
      peer: { name: 'the same GETs by node:http', values: bare.map(({ corePercent }) => corePercent) },
      better: 'less',
      goal: '≤ 10',
    },
    {
      what: 'memory of that watch in a process of its own',
      unit: 'MB',
      ours: ours.map(({ megabytes }) => megabytes),
      peer: { name: 'the same GETs by node:http', values: bare.map(({ megabytes }) => megabytes) },
      better: 'less',
    },
  ];
}

/** As in the image, no type is left to be stripped, which takes memory of its own. */
async function bundled(folder: string, name: string): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [here(`${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
  });
  return outfile;
}
