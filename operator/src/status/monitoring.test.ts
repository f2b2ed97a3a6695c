import { aSituation } from '../../test/aSituation.ts';
import { anOwner } from '../../test/builders.ts';
import { monitoringFinding } from './monitoring.ts';

const said = (monitoring: object, found: { readonly prometheus: boolean; readonly grafana: boolean }) => {
  const { status, reason, message } = monitoringFinding(
    aSituation({ owner: anOwner({ monitoring }), monitoring: found }),
  );
  return `${status} ${reason} ${message}`;
};
const prometheus = { prometheus: true, grafana: false };
const neither = { prometheus: false, grafana: false };

it.each<[object, typeof neither, string]>([
  [{}, prometheus, 'True Installed 15 rules, 1 dashboards.'],
  [{ mode: 'Disabled' }, neither, 'True Disabled monitoring.mode is Disabled.'],
  [
    {},
    neither,
    'False PrometheusOperatorMissing 0 rules, 1 dashboards; monitoring.coreos.com/v1 is not installed.',
  ],
  [
    { dashboard: { mode: 'GrafanaDashboard' } },
    prometheus,
    'False GrafanaOperatorMissing 15 rules, 0 dashboards; grafana.integreatly.org/v1beta1 is not installed.',
  ],
])('of %j where the APIs are %j: %s', (monitoring, found, expected) => {
  expect(said(monitoring, found)).toBe(expected);
});
