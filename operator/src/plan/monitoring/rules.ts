import { quantity } from '../../api/quantity.ts';
import type { AlertName } from '../../api/spec/monitoring.ts';
import type { PrometheusAlert } from '../../kube/types.ts';
import { projectRunbooks } from '../../runbooks.ts';
import type { Owner } from '../owner.ts';
import type { Alert } from './alert.ts';
import { operatorAlerts } from './operatorAlerts.ts';
import { runtimeAlerts } from './runtimeAlerts.ts';
import { type Scope, scopeOf } from './scope.ts';
import { contactAnnotations, literal } from './told.ts';

const alerts: Readonly<Record<AlertName, Alert>> = { ...runtimeAlerts, ...operatorAlerts };

export type Watched = Pick<Owner, 'name' | 'namespace' | 'spec'>;

/**
 * The alerts of a world, as Prometheus evaluates them. `serves` says whether users had any revision yet: a world that was
 * never released, or that is turned off, is not down. `runbooks` is where the pages of the alerts are, if the spec does not say.
 */
export function alertRules(
  owner: Watched,
  serves: boolean,
  runbooks: string = projectRunbooks,
): readonly PrometheusAlert[] {
  const scope = scopeOf(owner);
  const pages = (owner.spec.monitoring.runbookBaseURL ?? runbooks).replace(/\/+$/, '');
  return (Object.keys(alerts) as AlertName[]).flatMap((name) => {
    const mayBeDown = serves && owner.spec.replicas > 0;
    return name === 'APIDown' && !mayBeDown ? [] : rulesOf(name, owner, { scope, pages });
  });
}

/** Where the series of the world are, and the pages of its alerts. */
interface Place {
  readonly scope: Scope;
  readonly pages: string;
}

/** One rule, and a second one where the alert becomes critical at another threshold. */
function rulesOf(name: AlertName, owner: Watched, place: Place): readonly PrometheusAlert[] {
  const changes = owner.spec.monitoring.alerts.find((one) => one.name === name);
  if (changes?.mode === 'Disabled') return [];
  const alert = alerts[name];
  const threshold = changes?.threshold === undefined ? (alert.threshold ?? 0) : quantity(changes.threshold);
  const rule = (severity: Alert['severity'], at: number): PrometheusAlert => ({
    alert: name,
    expr: alert.expression(place.scope, at),
    for: `${changes?.forSeconds ?? alert.forSeconds}s`,
    labels: { severity: severity.toLowerCase(), namespace: owner.namespace, name: owner.name },
    annotations: annotationsOf(name, alert, owner, place),
  });
  return [
    rule(changes?.severity ?? alert.severity, threshold),
    ...(alert.criticalAt ? [rule('Critical', alert.criticalAt(threshold))] : []),
  ];
}

const annotationsOf = (
  name: AlertName,
  alert: Alert,
  { spec, ...owner }: Watched,
  { scope, pages }: Place,
) => ({
  summary: `The world ${owner.name} in ${owner.namespace} ${alert.summary}.`,
  description: alert.description(scope).join(' '),
  runbook_url: literal(`${pages}/${name}.md`),
  ...contactAnnotations(spec.contacts),
});
