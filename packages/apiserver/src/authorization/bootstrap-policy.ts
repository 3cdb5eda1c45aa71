/**
 * The default RBAC objects of a cluster: ClusterRoles, Roles and their bindings, labelled as upstream labels them.
 * Pure: made of bootstrap-rules.ts, and of gated-rules.ts as far as gates are on. They are put into the cluster by reconcile.ts at every start.
 */
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  RoleRef,
  Subject,
} from '@elli/api/rbac/v1'
import type { ObjectMeta } from '@elli/api/meta/v1'
import { clusterRoleData, controllerRoleData, namespacedRoleData, type DefaultRole } from './bootstrap-rules.ts'
import { gatedRules } from './gated-rules.ts'

const group = 'rbac.authorization.k8s.io'
const apiVersion = `${group}/v1`

/** `'false'` on an object keeps reconciliation away from it. */
export const autoUpdateAnnotation = 'rbac.authorization.kubernetes.io/autoupdate'

export interface BootstrapPolicy {
  clusterRoles: ClusterRole[]
  clusterRoleBindings: ClusterRoleBinding[]
  roles: Role[]
  roleBindings: RoleBinding[]
}

/** @param featureEnabled default: no gate that brings rules is on */
export function bootstrapPolicy(featureEnabled: (gate: string) => boolean = () => false): BootstrapPolicy {
  const gated = gatedRules.filter(({ gates }) => gates.every(featureEnabled))
  const more = ({ name, rules }: DefaultRole): PolicyRule[] => [
    ...rules,
    ...gated.flatMap((each) => (each.boundTo === undefined && each.role === name ? each.rules : [])),
  ]
  const coming = gated.flatMap(({ role, rules, boundTo }) => (boundTo === undefined ? [] : [{ role, rules, boundTo }]))
  return {
    clusterRoles: [
      ...[...clusterRoleData, ...controllerRoleData].map((each) => clusterRole({ ...each, rules: more(each) })),
      ...coming.map(({ role, rules }) => clusterRole({ name: role, rules })),
    ],
    clusterRoleBindings: [
      ...coming.map(({ role, boundTo }) =>
        clusterRoleBinding(role, [
          'group' in boundTo ? groupOf(boundTo.group) : serviceAccount('kube-system', boundTo.serviceAccount),
        ]),
      ),
      ...clusterBindings.map(([role, ...subjects]) => clusterRoleBinding(role, subjects)),
      ...controllerRoleData.map(({ name }) =>
        clusterRoleBinding(name, [serviceAccount('kube-system', name.slice('system:controller:'.length))]),
      ),
    ],
    roles: namespacedRoleData.map(({ namespace, name, rules }) => ({
      apiVersion,
      kind: 'Role',
      metadata: { ...metadata(name), namespace },
      rules: structuredClone([...rules]),
    })),
    roleBindings: namespacedBindings.map(({ namespace, name, role, subjects }) => ({
      apiVersion,
      kind: 'RoleBinding',
      metadata: { ...metadata(name), namespace },
      subjects: [...subjects],
      roleRef: roleRef('Role', role),
    })),
  }
}

/** What the Node authorizer allows a node beside the objects it follows in its graph. */
export function nodeRules(): DefaultRole['rules'] {
  return clusterRoleData.find(({ name }) => name === 'system:node')?.rules ?? []
}

const user = (name: string): Subject => ({ kind: 'User', apiGroup: group, name })
const groupOf = (name: string): Subject => ({ kind: 'Group', apiGroup: group, name })
const serviceAccount = (namespace: string, name: string): Subject => ({ kind: 'ServiceAccount', name, namespace })
const roleRef = (kind: 'Role' | 'ClusterRole', name: string): RoleRef => ({ apiGroup: group, kind, name })

const clusterBindings: readonly (readonly [role: string, ...subjects: Subject[]])[] = [
  ['cluster-admin', groupOf('system:masters')],
  ['system:monitoring', groupOf('system:monitoring')],
  ['system:discovery', groupOf('system:authenticated')],
  ['system:basic-user', groupOf('system:authenticated')],
  ['system:public-info-viewer', groupOf('system:authenticated'), groupOf('system:unauthenticated')],
  ['system:node-proxier', user('system:kube-proxy')],
  ['system:kube-controller-manager', user('system:kube-controller-manager')],
  ['system:kube-dns', serviceAccount('kube-system', 'kube-dns')],
  ['system:kube-scheduler', user('system:kube-scheduler')],
  ['system:volume-scheduler', user('system:kube-scheduler')],
  // Nodes get their rights from the Node authorizer; the empty binding stays so that old subjects are seen as extra.
  ['system:node'],
  ['system:service-account-issuer-discovery', groupOf('system:serviceaccounts')],
]

interface NamespacedBinding {
  namespace: string
  name: string
  role: string
  subjects: readonly Subject[]
}

function binding(namespace: string, role: string, subjects: readonly Subject[], name = role): NamespacedBinding {
  return { namespace, name, role, subjects }
}

const namespacedBindings: readonly NamespacedBinding[] = [
  binding('kube-public', 'system:controller:bootstrap-signer', [serviceAccount('kube-system', 'bootstrap-signer')]),
  binding(
    'kube-system',
    'extension-apiserver-authentication-reader',
    [user('system:kube-controller-manager'), user('system:kube-scheduler')],
    'system::extension-apiserver-authentication-reader',
  ),
  binding('kube-system', 'system::leader-locking-kube-controller-manager', [
    user('system:kube-controller-manager'),
    serviceAccount('kube-system', 'kube-controller-manager'),
  ]),
  binding('kube-system', 'system::leader-locking-kube-scheduler', [
    user('system:kube-scheduler'),
    serviceAccount('kube-system', 'kube-scheduler'),
  ]),
  binding('kube-system', 'system:controller:bootstrap-signer', [serviceAccount('kube-system', 'bootstrap-signer')]),
  binding('kube-system', 'system:controller:cloud-provider', [serviceAccount('kube-system', 'cloud-provider')]),
  binding('kube-system', 'system:controller:token-cleaner', [serviceAccount('kube-system', 'token-cleaner')]),
]

function metadata(name: string, label?: string): ObjectMeta {
  const labels: Record<string, string> = { 'kubernetes.io/bootstrapping': 'rbac-defaults' }
  if (label !== undefined) labels[aggregateLabel(label)] = 'true'
  return { name, labels, annotations: { [autoUpdateAnnotation]: 'true' } }
}

const aggregateLabel = (to: string): string => `rbac.authorization.k8s.io/aggregate-to-${to}`

function clusterRole({ name, rules, label, gathers }: DefaultRole): ClusterRole {
  const role: ClusterRole = { apiVersion, kind: 'ClusterRole', metadata: metadata(name, label) }
  if (gathers === undefined) return { ...role, rules: structuredClone([...rules]) }
  return {
    ...role,
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [aggregateLabel(gathers)]: 'true' } }] },
  }
}

function clusterRoleBinding(role: string, subjects: readonly Subject[]): ClusterRoleBinding {
  const made: ClusterRoleBinding = {
    apiVersion,
    kind: 'ClusterRoleBinding',
    metadata: metadata(role),
    roleRef: roleRef('ClusterRole', role),
  }
  return subjects.length === 0 ? made : { ...made, subjects: [...subjects] }
}
