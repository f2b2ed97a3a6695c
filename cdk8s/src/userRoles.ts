import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { group, plural } from '../../operator/src/api/identity.ts';
import { labels } from './names.ts';

const read = ['get', 'list', 'watch'];
const write = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/** What people who may edit or view a namespace may do with its worlds. */
export function addUserRoles(scope: Construct): void {
  aggregated(
    scope,
    'spacetime-edit',
    ['admin', 'edit'],
    [
      { apiGroups: [group], resources: [plural], verbs: [...read, ...write] },
      { apiGroups: [group], resources: [`${plural}/scale`], verbs: ['get', 'update', 'patch'] },
      { apiGroups: [group], resources: [`${plural}/status`], verbs: ['get'] },
    ],
  );
  aggregated(
    scope,
    'spacetime-view',
    ['view'],
    [
      { apiGroups: [group], resources: [plural], verbs: read },
      { apiGroups: [group], resources: [`${plural}/scale`, `${plural}/status`], verbs: ['get'] },
    ],
  );
}

/** A role that becomes part of the cluster's own roles `admin`, `edit` or `view`. */
function aggregated(scope: Construct, role: string, into: readonly string[], rules: readonly object[]): void {
  const aggregation = into.map((to) => [`rbac.authorization.k8s.io/aggregate-to-${to}`, 'true']);
  new ApiObject(scope, role, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: role, labels: { ...labels, ...Object.fromEntries(aggregation) } },
    rules,
  });
}
