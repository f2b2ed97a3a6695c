import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { group, plural } from '../../operator/src/api/identity.ts';
import { clusterPermissions, ownPermissions, type Permission } from '../../operator/src/api/permissions.ts';
import { labels, name, namespace } from './names.ts';

const apiVersion = 'rbac.authorization.k8s.io/v1';
const subjects = [{ kind: 'ServiceAccount', name, namespace }];
const own = { name, namespace, labels };

const ruleOf = ({ apiGroup, resource, verbs }: Permission) => ({
  apiGroups: [apiGroup],
  resources: [resource],
  verbs: [...verbs],
});

/** What the operator may do, and what people who may edit or view a namespace may do with its worlds. */
export function rbacChart(scope: Construct): Chart {
  const chart = new Chart(scope, 'rbac', { disableResourceNameHashes: true });
  new ApiObject(chart, 'account', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: own });
  operatorRights(chart);
  userRights(chart);
  return chart;
}

function operatorRights(chart: Chart): void {
  const roleRef = (kind: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name });
  new ApiObject(chart, 'cluster-role', {
    apiVersion,
    kind: 'ClusterRole',
    metadata: { name, labels },
    rules: clusterPermissions.map(ruleOf),
  });
  new ApiObject(chart, 'cluster-role-binding', {
    apiVersion,
    kind: 'ClusterRoleBinding',
    metadata: { name, labels },
    roleRef: roleRef('ClusterRole'),
    subjects,
  });
  new ApiObject(chart, 'role', {
    apiVersion,
    kind: 'Role',
    metadata: own,
    rules: ownPermissions.map(ruleOf),
  });
  new ApiObject(chart, 'role-binding', {
    apiVersion,
    kind: 'RoleBinding',
    metadata: own,
    roleRef: roleRef('Role'),
    subjects,
  });
}

const read = ['get', 'list', 'watch'];
const write = ['create', 'update', 'patch', 'delete', 'deletecollection'];

function userRights(chart: Chart): void {
  aggregated(
    chart,
    'spacetime-edit',
    ['admin', 'edit'],
    [
      { apiGroups: [group], resources: [plural], verbs: [...read, ...write] },
      { apiGroups: [group], resources: [`${plural}/scale`], verbs: ['get', 'update', 'patch'] },
      { apiGroups: [group], resources: [`${plural}/status`], verbs: ['get'] },
    ],
  );
  aggregated(
    chart,
    'spacetime-view',
    ['view'],
    [
      { apiGroups: [group], resources: [plural], verbs: read },
      { apiGroups: [group], resources: [`${plural}/scale`, `${plural}/status`], verbs: ['get'] },
    ],
  );
}

/** A role that becomes part of the cluster's own roles `admin`, `edit` or `view`. */
function aggregated(chart: Chart, role: string, into: readonly string[], rules: readonly object[]): void {
  const aggregation = into.map((to) => [`rbac.authorization.k8s.io/aggregate-to-${to}`, 'true']);
  new ApiObject(chart, role, {
    apiVersion,
    kind: 'ClusterRole',
    metadata: { name: role, labels: { ...labels, ...Object.fromEntries(aggregation) } },
    rules,
  });
}
