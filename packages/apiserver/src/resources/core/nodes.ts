/** Nodes on the server. */
import { nodes } from '@elli/api/core/v1.resources'
import type { Node } from '@elli/api/core/v1'
import { at, duplicate, forbidden, invalid } from '@elli/machinery/field'
import { parseCidr } from '@elli/machinery/ip'
import type { Strategy, StrategyContext } from '../../registry/strategy.ts'
import { cidr, collect, type Errors, list } from '../checks.ts'
import { ageColumn, ageOf, column, table, wide } from '../printing.ts'
import { validateResourceQuantity } from './resources.validation.ts'
import { validateTaints } from './scheduling.validation.ts'

const podCIDRs = at('spec', 'podCIDRs')

export const nodesStrategy: Strategy<Node> = {
  resource: nodes,
  prepareForCreate(node, context) {
    delete node.spec.configSource
    delete node.status?.config
    dropDisabledStatus(node, undefined, context)
  },
  validate: (node) => collect((errors) => validateNode(errors, node)),
  prepareForUpdate(node, old, context) {
    if (old.spec.configSource === undefined) delete node.spec.configSource
    dropDisabledStatus(node, old, context)
  },
  validateUpdate: (node, old) =>
    collect((errors) => {
      validateNode(errors, node)
      validateNodeUpdate(errors, node, old)
    }),
  warnings: (node) => [
    ...(node.spec.configSource === undefined ? [] : ['spec.configSource: the feature is removed']),
    ...(node.spec.externalID ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes'] : []),
  ],
  status: {
    prepareForUpdate(node, old) {
      // Upstream leaves fields of gates that are off alone here.
      if (old.status?.config === undefined) delete node.status?.config
    },
    validateUpdate: (node, old) => collect((errors) => validateNodeUpdate(errors, node, old)),
  },
  fieldSelectors: { 'spec.unschedulable': (node) => String(node.spec.unschedulable ?? false) },
  table: table<Node>(
    [
      column('Status', 'Whether the node is ready and takes pods.'),
      column('Roles', 'Roles of the node, from its labels.'),
      ageColumn,
      column('Version', 'Version of the kubelet.'),
      column('Internal-IP', 'Address of the node inside the cluster.', wide),
      column('External-IP', 'Address of the node outside the cluster.', wide),
      column('OS-Image', 'Operating system of the node.', wide),
      column('Kernel-Version', 'Version of the kernel.', wide),
      column('Container-Runtime', 'Container runtime and its version.', wide),
    ],
    (node, now) => {
      const info = node.status?.nodeInfo
      return [
        statusText(node),
        rolesOf(node).join(',') || '<none>',
        ageOf(node, now),
        info?.kubeletVersion ?? '',
        addressOf(node, 'InternalIP'),
        addressOf(node, 'ExternalIP'),
        info?.osImage || '<unknown>',
        info?.kernelVersion || '<unknown>',
        info?.containerRuntimeVersion || '<unknown>',
      ]
    },
  ),
}

function statusText(node: Node): string {
  const ready = list(node.status?.conditions).findLast((condition) => condition.type === 'Ready')
  const words = [ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady']
  if (node.spec.unschedulable) words.push('SchedulingDisabled')
  return words.join(',')
}

const rolePrefix = 'node-role.kubernetes.io/'

function rolesOf(node: Node): string[] {
  const roles = new Set<string>()
  for (const [key, value] of Object.entries(node.metadata.labels ?? {})) {
    if (key.startsWith(rolePrefix)) {
      if (key.length > rolePrefix.length) roles.add(key.slice(rolePrefix.length))
    } else if (key === 'kubernetes.io/role' && value !== '') roles.add(value)
  }
  return [...roles].sort()
}

function addressOf(node: Node, type: string): string {
  return list(node.status?.addresses).find((address) => address.type === type)?.address ?? '<none>'
}

function dropDisabledStatus(node: Node, old: Node | undefined, context: StrategyContext): void {
  const { status } = node
  if (status === undefined) return
  if (!context.featureEnabled('RecursiveReadOnlyMounts') && !context.featureEnabled('UserNamespacesSupport')) {
    delete status.runtimeHandlers
  }
  if (!context.featureEnabled('SupplementalGroupsPolicy') && old?.status?.features === undefined) delete status.features
}

function validateNode(errors: Errors, node: Node): void {
  validateTaints(errors, at('metadata', 'taints'), list(node.spec.taints))
  validateNodeResources(errors, node)
  const ranges = list(node.spec.podCIDRs)
  for (const [i, range] of ranges.entries()) cidr(errors, podCIDRs.index(i), range)
  if (ranges.length < 2) return
  const families = new Set(ranges.map((range) => parseCidr(range)?.base.length))
  if (families.size < 2 || ranges.length > 2) {
    errors.push(invalid(podCIDRs, ranges, 'may specify no more than one CIDR for each IP family'))
  }
  for (const [i, range] of ranges.entries()) {
    if (ranges.indexOf(range) < i) errors.push(duplicate(podCIDRs.index(i), range))
  }
}

function validateNodeResources(errors: Errors, node: Node): void {
  for (const field of ['capacity', 'allocatable'] as const) {
    for (const [name, amount] of Object.entries(node.status?.[field] ?? {})) {
      validateResourceQuantity(errors, at('status', field, name), name, amount)
    }
  }
}

function validateNodeUpdate(errors: Errors, node: Node, old: Node): void {
  validateNodeResources(errors, node)
  const seen = new Set<string>()
  for (const [i, address] of list(node.status?.addresses).entries()) {
    const key = `${address.type}/${address.address}`
    if (seen.has(key)) errors.push(duplicate(at('status', 'addresses').index(i), address))
    seen.add(key)
  }
  const before = list(old.spec.podCIDRs)
  const now = list(node.spec.podCIDRs)
  if (before.length > 0) {
    const detail = 'node updates may not change podCIDR except from "" to valid'
    if (before.length !== now.length) errors.push(forbidden(podCIDRs, detail))
    else for (const [i, range] of before.entries()) if (range !== now[i]) errors.push(forbidden(podCIDRs, detail))
  }
  if (old.spec.providerID && old.spec.providerID !== node.spec.providerID) {
    const detail = 'node updates may not change providerID except from "" to valid'
    errors.push(forbidden(at('spec', 'providerID'), detail))
  }
  validateTaints(errors, at('metadata', 'taints'), list(node.spec.taints))
  if ((node.spec.externalID ?? '') !== (old.spec.externalID ?? '')) {
    errors.push(forbidden(at('spec', 'externalID'), 'may not be updated'))
  }
}
