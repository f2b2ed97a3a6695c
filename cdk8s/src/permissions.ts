import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { clusterPermissions, ownPermissions, type Permission } from '../../operator/src/api/permissions.ts';
import { labels, name } from './names.ts';

const apiVersion = 'rbac.authorization.k8s.io/v1';
const roleRef = (kind: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name });

const ruleOf = ({ apiGroup, resource, verbs }: Permission) => ({
  apiGroups: [apiGroup],
  resources: [resource],
  verbs: [...verbs],
});

/** Who the operator is, and what it may do: exactly what its table of permissions says. */
export function addPermissions(scope: Construct, namespace: string): void {
  const own = { name, namespace, labels };
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  new ApiObject(scope, 'account', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: own });
  new ApiObject(scope, 'cluster-role', {
    apiVersion,
    kind: 'ClusterRole',
    metadata: { name, labels },
    rules: clusterPermissions.map(ruleOf),
  });
  new ApiObject(scope, 'cluster-role-binding', {
    apiVersion,
    kind: 'ClusterRoleBinding',
    metadata: { name, labels },
    roleRef: roleRef('ClusterRole'),
    subjects,
  });
  new ApiObject(scope, 'role', {
    apiVersion,
    kind: 'Role',
    metadata: own,
    rules: ownPermissions.map(ruleOf),
  });
  new ApiObject(scope, 'role-binding', {
    apiVersion,
    kind: 'RoleBinding',
    metadata: own,
    roleRef: roleRef('Role'),
    subjects,
  });
}
