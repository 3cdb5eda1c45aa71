/**
 * The admission plugins of a server, in upstream's order. A new plugin is its file and a line here.
 * In: what plugins need, and which to switch on or off by name. Out: plugins; the corridor runs all `admit`s, later all `validate`s.
 * Always: the order is fixed; webhooks come after the built-in ones, and quota after everything that may still refuse.
 */
import { aggregate } from '@elli/machinery/field'
import type { WebhookBackend } from '../webhook-backend.ts'
import type { PluginConfigurations } from './admission-configuration.ts'
import { alwaysAdmit } from './always-admit.ts'
import { alwaysDeny } from './always-deny.ts'
import { alwaysPullImages } from './always-pull-images.ts'
import {
  certificateApproval,
  certificateSigning,
  certificateSubjectRestriction,
  clusterTrustBundleAttest,
} from './certificate-signers.ts'
import { defaultIngressClass, defaultStorageClass } from './default-classes.ts'
import { defaultTolerationSeconds } from './default-toleration-seconds.ts'
import { denyServiceExternalIps } from './deny-service-external-ips.ts'
import { eventRateLimit, parseEventRateLimitConfiguration } from './event-rate-limit.ts'
import { extendedResourceToleration } from './extended-resource-toleration.ts'
import { imagePolicyWebhook, parseImagePolicyConfiguration } from './image-policy-webhook.ts'
import { limitPodHardAntiAffinityTopology } from './limit-pod-hard-anti-affinity-topology.ts'
import { limitRanger } from './limit-ranger.ts'
import { namespaceAutoProvision } from './namespace-auto-provision.ts'
import { namespaceExists } from './namespace-exists.ts'
import { namespaceLifecycle } from './namespace-lifecycle.ts'
import { nodeRestriction } from './node-restriction.ts'
import { ownerReferencesPermissionEnforcement } from './owner-references-permission-enforcement.ts'
import { persistentVolumeClaimResize } from './persistent-volume-claim-resize.ts'
import type { AdmissionContext, AdmissionPlugin, AdmissionPluginFactory } from './plugin.ts'
import { parsePodNodeSelectorConfiguration, podNodeSelector } from './pod-node-selector.ts'
import { podSecurity, type PodSecurityConfiguration } from './pod-security.ts'
import { parsePodSecurityConfiguration } from './pod-security-configuration.ts'
import { parsePodTolerationRestrictionConfiguration, podTolerationRestriction } from './pod-toleration-restriction.ts'
import { validatingAdmissionPolicy } from './policy/validating-admission-policy.ts'
import { priority } from './priority.ts'
import { resourceQuotaWith } from './resource-quota.ts'
import { parseResourceQuotaConfiguration } from './resource-quota-configuration.ts'
import { runtimeClass } from './runtime-class.ts'
import { serviceAccount } from './service-account.ts'
import { storageObjectInUseProtection } from './storage-object-in-use-protection.ts'
import { taintNodesByCondition } from './taint-nodes-by-condition.ts'
import { parseWebhookCredentials, type ReadFile, type WebhookCredentials } from './webhooks/credentials.ts'
import { mutatingAdmissionWebhook } from './webhooks/mutating.ts'
import { validatingAdmissionWebhook } from './webhooks/validating.ts'

export interface AdmissionOptions {
  /** Beside the default ones. Upstream leaves NodeRestriction off; every cluster with the Node authorizer wants it. */
  enable?: readonly string[]
  disable?: readonly string[]
  podSecurity?: PodSecurityConfiguration
  /** What the file of `--admission-control-config-file` says to each plugin, by name; see admission-configuration.ts. */
  configuration?: PluginConfigurations
  /** Reads a kubeconfig, for ImagePolicyWebhook. */
  webhookBackend?: (kubeConfigFile: string) => WebhookBackend
  /** Reads the kubeconfig that the configuration of admission webhooks names, and the files named in it. */
  readFile?: ReadFile
}

interface Entry {
  name: string
  onByDefault: boolean
  make: AdmissionPluginFactory
}

function ordered(options: AdmissionOptions): Entry[] {
  const on = (name: string, make: AdmissionPluginFactory): Entry => ({ name, make, onByDefault: true })
  const off = (name: string, make: AdmissionPluginFactory): Entry => ({ name, make, onByDefault: false })
  /** Its configuration is read when the plugin is made, so that nobody minds the mistakes of one that is off. */
  const told =
    (name: string, read: (text: string | undefined) => AdmissionPluginFactory): AdmissionPluginFactory =>
    (context) =>
      read(options.configuration?.get(name))(context)
  const optional = <T>(text: string | undefined, parse: (text: string) => T): T | undefined =>
    text === undefined || text === '' ? undefined : parse(text)
  const credentials = (text: string): WebhookCredentials => parseWebhookCredentials(text, options.readFile)
  return [
    off('AlwaysAdmit', alwaysAdmit),
    off('NamespaceAutoProvision', namespaceAutoProvision),
    on('NamespaceLifecycle', namespaceLifecycle),
    off('NamespaceExists', namespaceExists),
    off('LimitPodHardAntiAffinityTopology', limitPodHardAntiAffinityTopology),
    on('LimitRanger', limitRanger),
    on('ServiceAccount', serviceAccount),
    off('NodeRestriction', nodeRestriction),
    on('TaintNodesByCondition', taintNodesByCondition),
    off('AlwaysPullImages', alwaysPullImages),
    off(
      'ImagePolicyWebhook',
      told('ImagePolicyWebhook', (text) =>
        imagePolicyWebhook(optional(text, parseImagePolicyConfiguration), options.webhookBackend),
      ),
    ),
    on(
      'PodSecurity',
      told('PodSecurity', (text) => podSecurity(optional(text, parsePodSecurityConfiguration) ?? options.podSecurity)),
    ),
    off(
      'PodNodeSelector',
      told('PodNodeSelector', (text) => podNodeSelector(optional(text, parsePodNodeSelectorConfiguration))),
    ),
    on('Priority', priority),
    on('DefaultTolerationSeconds', defaultTolerationSeconds),
    off(
      'PodTolerationRestriction',
      told('PodTolerationRestriction', (text) =>
        podTolerationRestriction(optional(text, parsePodTolerationRestrictionConfiguration)),
      ),
    ),
    off(
      'EventRateLimit',
      told('EventRateLimit', (text) => eventRateLimit(optional(text, parseEventRateLimitConfiguration) ?? [])),
    ),
    off('ExtendedResourceToleration', extendedResourceToleration),
    on('DefaultStorageClass', defaultStorageClass),
    on('StorageObjectInUseProtection', storageObjectInUseProtection),
    off('OwnerReferencesPermissionEnforcement', ownerReferencesPermissionEnforcement),
    on('PersistentVolumeClaimResize', persistentVolumeClaimResize),
    on('RuntimeClass', runtimeClass),
    on('CertificateApproval', certificateApproval),
    on('CertificateSigning', certificateSigning),
    on('ClusterTrustBundleAttest', clusterTrustBundleAttest),
    on('CertificateSubjectRestriction', certificateSubjectRestriction),
    on('DefaultIngressClass', defaultIngressClass),
    off('DenyServiceExternalIPs', denyServiceExternalIps),
    on(
      'MutatingAdmissionWebhook',
      told('MutatingAdmissionWebhook', (text) => mutatingAdmissionWebhook(optional(text, credentials))),
    ),
    on('ValidatingAdmissionPolicy', validatingAdmissionPolicy),
    on(
      'ValidatingAdmissionWebhook',
      told('ValidatingAdmissionWebhook', (text) => validatingAdmissionWebhook(optional(text, credentials))),
    ),
    on(
      'ResourceQuota',
      told('ResourceQuota', (text) => resourceQuotaWith(optional(text, parseResourceQuotaConfiguration) ?? [])),
    ),
    off('AlwaysDeny', alwaysDeny),
  ]
}

/** @throws Error for a name that is no plugin, or one both enabled and disabled */
export function admissionPlugins(context: AdmissionContext, options: AdmissionOptions = {}): AdmissionPlugin[] {
  const entries = ordered(options)
  const { enable = [], disable = [] } = options
  const known = new Set(entries.map(({ name }) => name))
  const problems = [
    ...enable.filter((name) => !known.has(name)).map((name) => `enable-admission-plugins plugin "${name}" is unknown`),
    ...disable
      .filter((name) => !known.has(name))
      .map((name) => `disable-admission-plugins plugin "${name}" is unknown`),
  ]
  const both = [...new Set(enable)].filter((name) => disable.includes(name)).sort()
  if (both.length > 0) {
    problems.push(`[${both.join(' ')}] in enable-admission-plugins and disable-admission-plugins overlapped`)
  }
  const problem = aggregate(problems)
  if (problem !== undefined) throw new Error(problem)
  return entries
    .filter(({ name, onByDefault }) => (onByDefault || enable.includes(name)) && !disable.includes(name))
    .map(({ make }) => make(context))
}
