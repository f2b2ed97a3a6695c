import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { allManifests } from './folder.ts';
import { chart, helmTemplate } from './rendered.ts';
import { writeSchemas } from './schemas.ts';
import { ended, said } from './tools.ts';

const root = join(import.meta.dirname, '../..');
const schemas = mkdtempSync(join(tmpdir(), 'schemas-'));
const location = join(schemas, '{{.ResourceKind}}{{.KindSuffix}}.json');

beforeAll(() => writeSchemas(schemas));

/** Every object, seen by the schemas of Kubernetes, of the Gateway API and of this project; an unknown field is an error. */
const conform = (...paths: readonly string[]) =>
  ended('kubeconform', ['-strict', '-summary', '-schema-location', location, ...paths]);

const fileWith = (objects: readonly object[]): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'rendered-')), 'objects.yaml');
  writeFileSync(file, objects.map((one) => stringify(one, { aliasDuplicateObjects: false })).join('---\n'));
  return file;
};

const valid = expect.stringMatching(/Valid: [1-9]\d*, Invalid: 0, Errors: 0, Skipped: 0/);

describe('the schemas admit', () => {
  it('the installation and every sample of a world', async () => {
    const samples = join(root, 'crds/samples');
    const files = readdirSync(samples).filter((name) => name.endsWith('.yaml'));
    const answer = await conform(
      join(root, 'dist/install.yaml'),
      ...files.map((file) => join(samples, file)),
    );
    expect(answer).toMatchObject({ code: 0, stdout: valid });
  });

  it('what the operator renders for each sample', async () => {
    expect(await conform(allManifests())).toMatchObject({ code: 0, stdout: valid });
  });

  it.each([
    [['--set', 'replicas=1,logLevel=debug,crds.enabled=false']],
    [['--set-json', 'tolerations=[{"operator":"Exists"}]', '--set', 'nodeSelector.pool=system']],
    [['--set', 'imagePullSecrets[0].name=registry,spread=Required,checkBrowserImage=browser:1']],
  ])('what Helm renders with %j', async (settings) => {
    expect(await conform(fileWith(await helmTemplate(settings)))).toMatchObject({ code: 0, stdout: valid });
  });

  it('nothing with a field that is not there', async () => {
    const world = { apiVersion: 'spacetime.dev/v1', kind: 'SpaceTime', metadata: { name: 'plaza' } };
    const file = fileWith([{ ...world, spec: { image: 'plaza:1', replica: 3 } }]);
    expect(await conform(file)).toMatchObject({ code: 1, stdout: expect.stringContaining('replica') });
  });
});

describe('the chart', () => {
  it('passes the strict lint', async () => {
    expect(await said('helm', ['lint', '--strict', chart])).toContain('0 chart(s) failed');
  });

  it.each([
    ['replicas=0', 'replicas'],
    ['logLevel=loud', 'logLevel'],
    ['replica=3', 'replica'],
    ['image=', 'image'],
  ])('refuses %s, and names it', async (setting, name) => {
    await expect(helmTemplate(['--set', setting])).rejects.toThrow(new RegExp(`values.*schema[^]*${name}`));
  });
});
