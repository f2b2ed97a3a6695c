import { quantity } from '../../api/quantity.ts';
import type { AlertName } from '../../api/spec/monitoring.ts';
import type { PrometheusAlert } from '../../kube/types.ts';
import type { Owner } from '../owner.ts';
import type { Alert } from './alert.ts';
import { operatorAlerts } from './operatorAlerts.ts';
import { runtimeAlerts } from './runtimeAlerts.ts';
import { type Scope, scopeOf } from './scope.ts';
import { contactAnnotations, literal } from './told.ts';

const alerts: Readonly<Record<AlertName, Alert>> = { ...runtimeAlerts, ...operatorAlerts };

const runbooks = 'https://spacetime.dev/runbook';

export type Watched = Pick<Owner, 'name' | 'namespace' | 'spec'>;

/**
 * The alerts of a world, as Prometheus evaluates them. `serves` says whether users had any revision yet: a world that was
 * never released, or that is turned off, is not down.
 */
export function alertRules(owner: Watched, serves: boolean): readonly PrometheusAlert[] {
  const scope = scopeOf(owner);
  return (Object.keys(alerts) as AlertName[]).flatMap((name) => {
    const mayBeDown = serves && owner.spec.replicas > 0;
    return name === 'APIDown' && !mayBeDown ? [] : rulesOf(name, owner, scope);
  });
}

/** One rule, and a second one where the alert becomes critical at another threshold. */
function rulesOf(name: AlertName, owner: Watched, scope: Scope): readonly PrometheusAlert[] {
  const changes = owner.spec.monitoring.alerts.find((one) => one.name === name);
  if (changes?.mode === 'Disabled') return [];
  const alert = alerts[name];
  const threshold = changes?.threshold === undefined ? (alert.threshold ?? 0) : quantity(changes.threshold);
  const rule = (severity: Alert['severity'], at: number): PrometheusAlert => ({
    alert: name,
    expr: alert.expression(scope, at),
    for: `${changes?.forSeconds ?? alert.forSeconds}s`,
    labels: { severity: severity.toLowerCase(), namespace: owner.namespace, name: owner.name },
    annotations: annotationsOf(name, alert, owner, scope),
  });
  return [
    rule(changes?.severity ?? alert.severity, threshold),
    ...(alert.criticalAt ? [rule('Critical', alert.criticalAt(threshold))] : []),
  ];
}

const annotationsOf = (name: AlertName, alert: Alert, { spec, ...owner }: Watched, scope: Scope) => ({
  summary: `The world ${owner.name} in ${owner.namespace} ${alert.summary}.`,
  description: alert.description(scope).join(' '),
  runbook_url: literal(`${(spec.monitoring.runbookBaseURL ?? runbooks).replace(/\/+$/, '')}/${name}.md`),
  ...contactAnnotations(spec.contacts),
});
