import { SpaceTimeOperator } from '@spacetime/cdk8s/operator';
import { App, Chart, YamlOutputType } from 'cdk8s';
import { production, staging } from './world.ts';

/** One file for the operator and one for each environment, as a GitOps tool syncs them: `node main.ts`. */
export function app(outdir = 'manifests'): App {
  const app = new App({ outdir, yamlOutputType: YamlOutputType.FILE_PER_CHART });
  const operator = new Chart(app, 'operator', { disableResourceNameHashes: true });
  new SpaceTimeOperator(operator, 'operator', { image: 'registry.example.com/spacetime-operator:0.1.0' });
  staging(app, 'plaza');
  production(app, 'plaza');
  return app;
}

if (import.meta.main) app().synth();
