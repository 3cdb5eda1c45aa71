/**
 * The FlowSchemas and PriorityLevelConfigurations every cluster starts with, in upstream's values.
 * Mandatory ones are put right whenever they differ; suggested ones only while their annotation says so.
 */
import type { FlowSchema, PriorityLevelConfiguration, ResourcePolicyRule, Subject } from '@elli/api/flowcontrol/v1'

const apiVersion = 'flowcontrol.apiserver.k8s.io/v1'
export const autoUpdateSpecAnnotation = 'apf.kubernetes.io/autoupdate-spec'
const annotations = (): Record<string, string> => ({ [autoUpdateSpecAnnotation]: 'true' })

export interface FlowControlObjects {
  priorityLevels: PriorityLevelConfiguration[]
  flowSchemas: FlowSchema[]
}

export function mandatoryFlowControl(): FlowControlObjects {
  return {
    priorityLevels: [
      {
        ...levelHead('catch-all'),
        spec: {
          type: 'Limited',
          limited: { nominalConcurrencyShares: 5, lendablePercent: 0, limitResponse: { type: 'Reject' } },
        },
      },
      {
        ...levelHead('exempt'),
        spec: { type: 'Exempt', exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } },
      },
    ],
    flowSchemas: [
      flowSchema('exempt', 'exempt', 1, undefined, groups('system:masters'), everything),
      flowSchema('catch-all', 'catch-all', 10000, 'ByUser', everybody, everything),
    ],
  }
}

export function suggestedFlowControl(): FlowControlObjects {
  const serviceAccounts = serviceAccountsOf('*')
  return {
    priorityLevels: [
      queued('system', 30, 33, 64, 6),
      queued('node-high', 40, 25, 64, 6),
      queued('leader-election', 10, 0, 16, 4),
      queued('workload-high', 40, 50, 128, 6),
      queued('workload-low', 100, 90, 128, 6),
      queued('global-default', 20, 50, 128, 6),
    ],
    flowSchemas: [
      flowSchema('system-nodes', 'system', 500, 'ByUser', groups('system:nodes'), everything),
      flowSchema('system-node-high', 'node-high', 400, 'ByUser', groups('system:nodes'), {
        resourceRules: [resources('*', '', 'nodes,nodes/status', true), resources('*', coordination, 'leases', false)],
      }),
      flowSchema('probes', 'exempt', 2, undefined, everybody, {
        nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/readyz', '/livez'] }],
      }),
      flowSchema(
        'system-leader-election',
        'leader-election',
        100,
        'ByUser',
        [...users('system:kube-controller-manager', 'system:kube-scheduler'), ...serviceAccounts],
        { resourceRules: [resources(writing, coordination, 'leases', false)] },
      ),
      flowSchema('workload-leader-election', 'leader-election', 200, 'ByUser', serviceAccounts, {
        resourceRules: [
          resources(writing, '', 'endpoints,configmaps', false),
          resources(writing, coordination, 'leases', false),
        ],
      }),
      flowSchema(
        'endpoint-controller',
        'workload-high',
        150,
        'ByUser',
        [
          ...users('system:kube-controller-manager'),
          ...serviceAccountsOf('endpoint-controller', 'endpointslicemirroring-controller'),
        ],
        { resourceRules: [resources(writing, '', 'endpoints', false)] },
      ),
      flowSchema(
        'kube-controller-manager',
        'workload-high',
        800,
        'ByNamespace',
        users('system:kube-controller-manager'),
        everything,
      ),
      flowSchema('kube-scheduler', 'workload-high', 800, 'ByNamespace', users('system:kube-scheduler'), everything),
      flowSchema('kube-system-service-accounts', 'workload-high', 900, 'ByNamespace', serviceAccounts, everything),
      flowSchema('service-accounts', 'workload-low', 9000, 'ByUser', groups('system:serviceaccounts'), everything),
      flowSchema('global-default', 'global-default', 9900, 'ByUser', everybody, everything),
    ],
  }
}

/**
 * What to write for one of these objects: it as wanted, or undefined when all is well or its owner took it over.
 * @param mandatory the annotation cannot keep these as somebody changed them
 */
export function reconciledFlowControl<T extends FlowSchema | PriorityLevelConfiguration>(
  existing: T | undefined,
  wanted: T,
  mandatory: boolean,
): T | undefined {
  if (existing === undefined) return wanted
  const autoUpdate = existing.metadata.annotations?.[autoUpdateSpecAnnotation]
  if (!mandatory && autoUpdate !== 'true') return undefined
  const sameSpec = sorted(existing.spec) === sorted(wanted.spec)
  if (sameSpec && autoUpdate === 'true') return undefined
  return {
    ...existing,
    metadata: { ...existing.metadata, annotations: { ...existing.metadata.annotations, ...annotations() } },
    spec: wanted.spec,
  }
}

function sorted(value: unknown): string {
  return (
    JSON.stringify(value, (_key, item: unknown) =>
      item !== null && typeof item === 'object' && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
        : item,
    ) ?? ''
  )
}

const coordination = 'coordination.k8s.io'
const writing = 'get,create,update'

function resources(verbs: string, group: string, names: string, clusterScope: boolean): ResourcePolicyRule {
  const rule: ResourcePolicyRule = {
    verbs: verbs.split(','),
    apiGroups: [group],
    resources: names.split(','),
    namespaces: ['*'],
  }
  return clusterScope ? { ...rule, clusterScope } : rule
}

type Rules = Omit<NonNullable<NonNullable<FlowSchema['spec']>['rules']>[number], 'subjects'>

const everything: Rules = {
  resourceRules: [resources('*', '*', '*', true)],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
}

function groups(...names: string[]): Subject[] {
  return names.map((name) => ({ kind: 'Group', group: { name } }))
}

function users(...names: string[]): Subject[] {
  return names.map((name) => ({ kind: 'User', user: { name } }))
}

function serviceAccountsOf(...names: string[]): Subject[] {
  return names.map((name) => ({ kind: 'ServiceAccount', serviceAccount: { namespace: 'kube-system', name } }))
}

const everybody = groups('system:unauthenticated', 'system:authenticated')

function flowSchema(
  name: string,
  level: string,
  matchingPrecedence: number,
  distinguisher: 'ByUser' | 'ByNamespace' | undefined,
  subjects: readonly Subject[],
  rules: Rules,
): FlowSchema {
  return structuredClone({
    apiVersion,
    kind: 'FlowSchema',
    metadata: { name, annotations: annotations() },
    spec: {
      priorityLevelConfiguration: { name: level },
      matchingPrecedence,
      ...(distinguisher === undefined ? {} : { distinguisherMethod: { type: distinguisher } }),
      rules: [{ subjects: [...subjects], ...rules }],
    },
  })
}

function levelHead(name: string): Pick<PriorityLevelConfiguration, 'apiVersion' | 'kind' | 'metadata'> {
  return { apiVersion, kind: 'PriorityLevelConfiguration', metadata: { name, annotations: annotations() } }
}

function queued(
  name: string,
  nominalConcurrencyShares: number,
  lendablePercent: number,
  queues: number,
  handSize: number,
): PriorityLevelConfiguration {
  return {
    ...levelHead(name),
    spec: {
      type: 'Limited',
      limited: {
        nominalConcurrencyShares,
        lendablePercent,
        limitResponse: { type: 'Queue', queuing: { queues, handSize, queueLengthLimit: 50 } },
      },
    },
  }
}
