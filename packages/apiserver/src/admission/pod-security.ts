/**
 * PodSecurity: pods are held to the Pod Security Standard their namespace asks for by labels.
 * Enforce refuses pods; warn and audit only tell, and also look at the pod templates of workloads.
 * A namespace that gets a stricter level is told which of its pods would not be let in any more.
 * Elsewhere: the checks (pod-security/), in baseline.ts and restricted.ts.
 */
import type { Namespace, Pod, PodSpec } from '@elli/api/core/v1'
import { namespaces, pods, podtemplates, replicationcontrollers } from '@elli/api/core/v1.resources'
import { daemonsets, deployments, replicasets, statefulsets } from '@elli/api/apps/v1.resources'
import { cronjobs, jobs } from '@elli/api/batch/v1.resources'
import type { ObjectMeta } from '@elli/api/meta/v1'
import { internalError, invalid } from '@elli/machinery/errors'
import { aggregateErrors } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import type { AdmissionContext, AdmissionPluginFactory, AdmissionRequest } from './plugin.ts'
import { evaluate, findingsText, reasonsText } from './pod-security/evaluate.ts'
import {
  compareLevels,
  labelPrefix,
  levelText,
  type LevelVersion,
  type Policy,
  policyOf,
  samePolicyPart,
} from './pod-security/standards.ts'
import { isResource, objectOf, oldObjectOf, refusal } from './requests.ts'

export interface PodSecurityConfiguration {
  defaults: Policy
  exemptions: { usernames: readonly string[]; namespaces: readonly string[]; runtimeClasses: readonly string[] }
}

const lax: LevelVersion = { level: 'privileged', version: 'latest' }
export const defaultPodSecurity: PodSecurityConfiguration = {
  defaults: { enforce: lax, audit: lax, warn: lax },
  exemptions: { usernames: [], namespaces: [], runtimeClasses: [] },
}

const workloads = [
  replicationcontrollers,
  podtemplates,
  deployments,
  replicasets,
  statefulsets,
  daemonsets,
  jobs,
  cronjobs,
]

/** How many pods of a namespace are looked at when its level rises. */
const maxPodsChecked = 3000

export function podSecurity(configuration: PodSecurityConfiguration = defaultPodSecurity): AdmissionPluginFactory {
  return (context) => ({
    name: 'PodSecurity',
    handles(operation, resource, subresource) {
      if (operation !== 'CREATE' && operation !== 'UPDATE') return false
      if (isResource(resource, pods)) return subresource === '' || subresource === 'ephemeralcontainers'
      if (subresource !== '') return false
      return isResource(resource, namespaces) || workloads.some((other) => isResource(resource, other))
    },
    async validate(request) {
      if (isResource(request.resource, namespaces)) return checkNamespace(context, configuration, request)
      return checkPodOrTemplate(context, configuration, request)
    },
  })
}

function checkNamespace(
  context: AdmissionContext,
  configuration: PodSecurityConfiguration,
  request: AdmissionRequest,
): void {
  const namespace = objectOf<Namespace>(request)
  const { defaults } = configuration
  const name = namespace.metadata.name ?? ''
  const { policy, errors } = policyOf(namespace.metadata.labels, defaults)
  const exempt = configuration.exemptions.namespaces.includes(name)
  const refuse = (): never => {
    throw invalid({ group: '', kind: 'Namespace' }, name, errors)
  }
  if (request.operation === 'CREATE') {
    if (errors.length > 0) refuse()
    if (exempt) warnOfExemption(request, namespace, policy, defaults)
    return
  }
  const before = policyOf(oldObjectOf<Namespace>(request).metadata.labels, defaults)
  // Labels that were wrong before do not stand in the way of other changes.
  if (errors.length > 0 && aggregateErrors(errors) !== aggregateErrors(before.errors)) refuse()
  const [now, then] = [policy.enforce, before.policy.enforce]
  if (now.level === 'privileged' || (now.level === then.level && now.version === then.version)) return
  if (now.version === then.version && compareLevels(now.level, then.level) < 1) return
  if (exempt) return warnOfExemption(request, namespace, policy, defaults)
  for (const text of violationsIn(context, configuration, name, now)) request.warn(text)
}

function warnOfExemption(request: AdmissionRequest, { metadata }: Namespace, policy: Policy, defaults: Policy): void {
  const modes = ['enforce', 'audit', 'warn'] as const
  const isPrivileged = modes.every((mode) => policy[mode].level === 'privileged')
  if (isPrivileged || modes.every((mode) => samePolicyPart(policy[mode], defaults[mode]))) return
  const told = modes.filter((mode) => {
    const labelled = [labelPrefix + mode, `${labelPrefix}${mode}-version`].some(
      (key) => metadata.labels?.[key] !== undefined,
    )
    return labelled && policy[mode].level !== 'privileged'
  })
  const text = told.map((mode) => `${mode}=${levelText(policy[mode])}`).join(', ')
  request.warn(
    `namespace ${goQuote(metadata.name ?? '')} is exempt from Pod Security, and the policy (${text}) will be ignored`,
  )
}

function violationsIn(
  context: AdmissionContext,
  configuration: PodSecurityConfiguration,
  namespace: string,
  enforce: LevelVersion,
): string[] {
  const all = prioritized(context.reads.list(pods, namespace), configuration)
  const checked = all.slice(0, maxPodsChecked)
  const byReason = new Map<string, string[]>()
  for (const pod of checked) {
    const findings = evaluate(enforce, checkedPod(context, pod.metadata, pod.spec))
    if (findings.length === 0) continue
    const reason = reasonsText(findings)
    byReason.set(reason, [...(byReason.get(reason) ?? []), pod.metadata.name ?? ''])
  }
  const warnings: string[] = []
  if (checked.length < all.length) {
    warnings.push(
      `new PodSecurity enforce level only checked against the first ${checked.length} of ${all.length} existing pods`,
    )
  }
  if (byReason.size === 0) return warnings
  warnings.push(
    `existing pods in namespace ${goQuote(namespace)} violate the new PodSecurity enforce level ${goQuote(levelText(enforce))}`,
  )
  const lines = [...byReason].map(([reason, names]) => {
    const others = names.length - 1
    const more = others === 0 ? '' : ` (and ${others} other ${others === 1 ? 'pod' : 'pods'})`
    return `${names.toSorted()[0] ?? ''}${more}: ${reason}`
  })
  return [...warnings, ...lines.sort()]
}

/** One pod of each controller first: the others of it will say the same. */
function prioritized(all: readonly Pod[], { exemptions }: PodSecurityConfiguration): Pod[] {
  const [first, rest]: [Pod[], Pod[]] = [[], []]
  const controllers = new Set<string>()
  for (const pod of all) {
    if (exemptions.runtimeClasses.includes(pod.spec.runtimeClassName ?? '')) continue
    const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid
    if (owner !== undefined && controllers.has(owner)) rest.push(pod)
    else first.push(pod)
    if (owner !== undefined) controllers.add(owner)
  }
  return [...first, ...rest]
}

async function checkPodOrTemplate(
  context: AdmissionContext,
  configuration: PodSecurityConfiguration,
  request: AdmissionRequest,
): Promise<void> {
  const { exemptions, defaults } = configuration
  const annotate = (key: string, value: string): void => request.annotate?.(labelPrefix + key, value)
  if (exemptions.namespaces.includes(request.namespace)) return annotate('exempt', 'namespace')
  if (exemptions.usernames.includes(request.user.name)) return annotate('exempt', 'user')

  const isPod = isResource(request.resource, pods)
  const namespace =
    context.reads.get(namespaces, undefined, request.namespace) ??
    (await context.reads.getFresh(namespaces, undefined, request.namespace))
  if (namespace === undefined) {
    const problem = `failed to lookup namespace ${goQuote(request.namespace)}`
    annotate('error', problem)
    if (isPod) throw internalError(new Error(problem))
    return
  }
  const { policy, errors } = policyOf(namespace.metadata.labels, defaults)
  const modes = isPod ? [policy.enforce, policy.audit, policy.warn] : [policy.audit, policy.warn]
  if (errors.length === 0 && modes.every(({ level }) => level === 'privileged')) {
    if (isPod) annotate('enforce-policy', levelText(policy.enforce))
    return
  }
  if (isPod && request.operation === 'UPDATE' && !isSignificant(objectOf<Pod>(request), oldObjectOf<Pod>(request)))
    return
  const subject = isPod ? objectOf<Pod>(request) : templateOf(request)
  if (subject?.spec === undefined) return
  if (exemptions.runtimeClasses.includes(subject.spec.runtimeClassName ?? '')) return annotate('exempt', 'runtimeClass')
  if (errors.length > 0) annotate('error', `Failed to parse policy: ${aggregateErrors(errors) ?? ''}`)

  const pod = checkedPod(context, subject.metadata ?? {}, subject.spec)
  const violation = (part: LevelVersion): string | undefined => {
    const findings = evaluate(part, pod)
    return findings.length === 0
      ? undefined
      : `violate PodSecurity ${goQuote(levelText(part))}: ${findingsText(findings)}`
  }
  const audited = violation(policy.audit)
  if (audited !== undefined) annotate('audit-violations', `would ${audited}`)
  if (isPod) {
    annotate('enforce-policy', levelText(policy.enforce))
    const refused = violation(policy.enforce)
    if (refused !== undefined) throw refusal(request, refused.replace(/^violate/, 'violates'))
  }
  const warned = violation(policy.warn)
  if (warned !== undefined) request.warn(`would ${warned}`)
}

function checkedPod(
  { featureEnabled }: AdmissionContext,
  metadata: ObjectMeta,
  spec: PodSpec,
): Parameters<typeof evaluate>[1] {
  return { metadata, spec, relaxed: spec.hostUsers === false && featureEnabled('UserNamespacesPodSecurityStandards') }
}

interface Template {
  metadata?: ObjectMeta
  spec?: PodSpec
}

/** Where the kinds that make pods keep their template. */
function templateOf({ object, resource }: AdmissionRequest): Template | undefined {
  const holder = object as
    | { template?: Template; spec?: { template?: Template; jobTemplate?: { spec?: { template?: Template } } } }
    | undefined
  if (isResource(resource, podtemplates)) return holder?.template
  if (isResource(resource, cronjobs)) return holder?.spec?.jobTemplate?.spec?.template
  return holder?.spec?.template
}

/** Of a running pod only images and ephemeral containers matter; other fields cannot change. */
function isSignificant(pod: Pod, old: Pod): boolean {
  const images = (containers: readonly { image?: string }[] | undefined): string =>
    JSON.stringify((containers ?? []).map(({ image }) => image ?? ''))
  if (images(pod.spec.containers) !== images(old.spec.containers)) return true
  if (images(pod.spec.initContainers) !== images(old.spec.initContainers)) return true
  const known = new Map((old.spec.ephemeralContainers ?? []).map(({ name, image }) => [name, image ?? '']))
  return (pod.spec.ephemeralContainers ?? []).some(({ name, image }) => known.get(name) !== (image ?? ''))
}
