import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { commandAnnotations } from '../operator/src/api/identity.ts';
import { parseSpec } from '../operator/src/api/spacetime.ts';
import { parseStatus } from '../operator/src/api/status.ts';

const folder = join(import.meta.dirname, '../argocd/resource_customizations/spacetime.dev/SpaceTime');
const objectsIn = (path: string): [string, { spec: unknown; status?: unknown }][] =>
  readdirSync(join(folder, path)).map((file) => [
    file,
    parse(readFileSync(join(folder, path, file), 'utf8')),
  ]);

it.each([...objectsIn('testdata'), ...objectsIn('actions/testdata')])(
  'Argo CD is tested with an object that the operator could have written: %s',
  (_, { spec, status }) => {
    expect(() => parseSpec(spec)).not.toThrow();
    expect(() => parseStatus(status)).not.toThrow();
  },
);

it('an action of Argo CD that annotates writes a command that the operator knows', () => {
  const written = readdirSync(join(folder, 'actions'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'testdata')
    .map(({ name }) => readFileSync(join(folder, 'actions', name, 'action.lua'), 'utf8'))
    .flatMap((script) => script.match(/spacetime\.dev\/[a-z]+/g) ?? []);
  const commands: readonly string[] = Object.values(commandAnnotations);
  expect(written.length).toBeGreaterThan(0);
  expect(written.filter((annotation) => !commands.includes(annotation))).toEqual([]);
});
