import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { validateBytes } from 'gltf-validator';
import { differences, glbScene } from '../../test/glbScene.ts';
import { type OracleReport, oracle } from '../../test/oracle.ts';
import { compile, type Outcome } from './compile.ts';
import { worldFiles } from './worldFiles.ts';

const data = join(import.meta.dirname, '../../../../shared/data/godot');
const isThere = existsSync(data);
const projects = [
  'xr-tools',
  'demos/3d/csg',
  'demos/3d/kinematic_character',
  'demos/3d/labels_and_texts',
  'demos/3d/lights_and_shadows',
  'demos/xr/openxr_hand_tracking_demo',
];

if (!isThere) it.skip('real projects of Godot: their files are not on this machine', () => {});

(isThere ? describe : describe.skip)('real projects of Godot', () => {
  const outcomes = new Map<string, Outcome>();
  const reports = new Map<string, OracleReport>();

  beforeAll(async () => {
    for (const project of projects) {
      const directory = join(data, project);
      for (const { path } of await worldFiles(directory).list('res://', true))
        outcomes.set(`${project} ${path}`, await compile(directory, path));
      for (const [path, report] of Object.entries(await oracle(directory)))
        reports.set(`${project} ${path}`, report);
    }
  }, 300_000);

  it('compile, or are refused with one sentence', () => {
    const refused = [...outcomes].filter(([, { compilation }]) => !compilation);
    expect(outcomes.size).toBeGreaterThan(100);
    for (const [, { fault }] of refused) expect(fault).toMatch(/^\S.+$/);
    process.stdout.write(`${outcomes.size} scenes: ${refused.length} refused.\n`);
  });

  it('are GLB that the validator of Khronos accepts', async () => {
    for (const [name, { compilation }] of outcomes) {
      if (!compilation) continue;
      const { issues } = await validateBytes(compilation.glb, { maxIssues: 5 });
      expect({ name, errors: issues.numErrors, messages: issues.numErrors ? issues.messages : [] }).toEqual({
        name,
        errors: 0,
        messages: [],
      });
    }
  });

  it('have the meshes, texts and lights that another reader finds, in their places, in nine of ten scenes', async () => {
    const judged = [...reports].filter(([, report]) => !report.unread && report.spatial > 0);
    const wrong: string[] = [];
    for (const [name, report] of judged) {
      const faults = await disagreement(report, outcomes.get(name));
      if (faults.length > 0) wrong.push(`${name}\n    ${faults.slice(0, 4).join('\n    ')}`);
    }
    const share = (judged.length - wrong.length) / judged.length;
    const unread = [...reports.values()].filter((report) => report.unread).length;
    process.stdout.write(
      `${judged.length} scenes with a node in space: ${(share * 100).toFixed(1)} % agree with godot_parser, which could not read ${unread}.\n${wrong.join('\n')}\n`,
    );
    expect(judged.length).toBeGreaterThan(100);
    expect(share).toBeGreaterThanOrEqual(0.9);
  });
});

async function disagreement(report: OracleReport, outcome: Outcome | undefined): Promise<string[]> {
  if (!outcome?.compilation) return [outcome?.fault ?? 'is not there'];
  const found = await glbScene(outcome.compilation.glb);
  return [
    ...differences(report.meshes, found.meshes).map((line) => `mesh ${line}`),
    ...differences(report.labels, found.labels).map((line) => `text ${line}`),
    ...differences(titled(report.lights), titled(found.lights)).map((line) => `light ${line}`),
  ];
}

/** A light of another type is another light. */
const titled = (lights: OracleReport['lights']) =>
  lights.map(({ name, type, world }) => ({ name: `${type} ${name}`, world }));
