import { clusterPermissions, ownPermissions } from '../../operator/src/api/permissions.ts';
import { installation } from './main.ts';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: object };
  readonly rules?: readonly Rule[];
  readonly spec?: { readonly template?: { readonly spec: PodSpec } };
}
interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}
interface PodSpec {
  readonly securityContext: object;
  readonly containers: readonly {
    readonly image: string;
    readonly env: readonly object[];
    readonly securityContext: object;
  }[];
}

const manifests = installation({ image: 'example.com/operator:1.2.3' }) as readonly Manifest[];

function found(kind: string, name: string): Manifest {
  const manifest = manifests.find((one) => one.kind === kind && one.metadata.name === name);
  if (!manifest) throw new Error(`${kind} ${name} is not part of the installation.`);
  return manifest;
}

const permissionsOf = ({ rules = [] }: Manifest) =>
  rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((apiGroup) => resources.map((resource) => ({ apiGroup, resource, verbs }))),
  );

describe('installation', () => {
  it('comes in an order in which one apply succeeds', () => {
    expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Namespace spacetime-system',
      'CustomResourceDefinition spacetimes.spacetime.dev',
      'ServiceAccount spacetime-operator',
      'ClusterRole spacetime-operator',
      'ClusterRoleBinding spacetime-operator',
      'Role spacetime-operator',
      'RoleBinding spacetime-operator',
      'ClusterRole spacetime-edit',
      'ClusterRole spacetime-view',
      'Service spacetime-operator',
      'NetworkPolicy spacetime-operator',
      'Deployment spacetime-operator',
      'PodDisruptionBudget spacetime-operator',
    ]);
  });

  it('grants the operator exactly what its table of permissions says', () => {
    expect(permissionsOf(found('ClusterRole', 'spacetime-operator'))).toEqual(clusterPermissions);
    expect(permissionsOf(found('Role', 'spacetime-operator'))).toEqual(ownPermissions);
  });

  it('grants no wildcard and nothing that widens its own rights', () => {
    const granted = manifests.flatMap(permissionsOf);
    expect(granted.filter(({ apiGroup, resource }) => `${apiGroup}/${resource}`.includes('*'))).toEqual([]);
    const verbs = new Set(granted.flatMap((permission) => permission.verbs));
    expect(['*', 'escalate', 'bind', 'impersonate'].filter((verb) => verbs.has(verb))).toEqual([]);
    expect(granted.filter(({ apiGroup }) => apiGroup === 'rbac.authorization.k8s.io')).toEqual([]);
  });

  it('keeps the Role of its Lease in its own namespace', () => {
    expect(found('Role', 'spacetime-operator').metadata.namespace).toBe('spacetime-system');
  });

  it('runs the image that it is given, as the namespace of restricted pods admits it', () => {
    const pod = found('Deployment', 'spacetime-operator').spec?.template?.spec;
    expect(found('Namespace', 'spacetime-system').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    expect(pod?.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(pod?.containers).toEqual([
      expect.objectContaining({
        image: 'example.com/operator:1.2.3',
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        },
      }),
    ]);
  });

  it('checks releases by the program of its own image', () => {
    const pod = found('Deployment', 'spacetime-operator').spec?.template?.spec;
    expect(pod?.containers[0]?.env).toContainEqual({
      name: 'CHECK_IMAGE',
      value: 'example.com/operator:1.2.3',
    });
  });

  it('lets editors write worlds and viewers only read them', () => {
    const editors = permissionsOf(found('ClusterRole', 'spacetime-edit'));
    const viewers = permissionsOf(found('ClusterRole', 'spacetime-view'));
    expect(editors[0]?.verbs).toContain('patch');
    expect(new Set(viewers.flatMap(({ verbs }) => verbs))).toEqual(new Set(['get', 'list', 'watch']));
  });
});
