/**
 * The admission plugins of a server, in upstream's order. A new plugin is its file and a line here.
 * In: what plugins need, and which to switch on or off by name. Out: plugins; the corridor runs all `admit`s, later all `validate`s.
 * Always: the order is fixed; webhooks come after the built-in ones, and quota after everything that may still refuse.
 */
import {
  certificateApproval,
  certificateSigning,
  certificateSubjectRestriction,
  clusterTrustBundleAttest,
} from './certificate-signers.ts'
import { defaultIngressClass, defaultStorageClass } from './default-classes.ts'
import { defaultTolerationSeconds } from './default-toleration-seconds.ts'
import { limitRanger } from './limit-ranger.ts'
import { namespaceLifecycle } from './namespace-lifecycle.ts'
import { nodeRestriction } from './node-restriction.ts'
import { persistentVolumeClaimResize } from './persistent-volume-claim-resize.ts'
import type { AdmissionContext, AdmissionPlugin, AdmissionPluginFactory } from './plugin.ts'
import { podSecurity, type PodSecurityConfiguration } from './pod-security.ts'
import { validatingAdmissionPolicy } from './policy/validating-admission-policy.ts'
import { priority } from './priority.ts'
import { resourceQuota } from './resource-quota.ts'
import { runtimeClass } from './runtime-class.ts'
import { serviceAccount } from './service-account.ts'
import { storageObjectInUseProtection } from './storage-object-in-use-protection.ts'
import { taintNodesByCondition } from './taint-nodes-by-condition.ts'
import { mutatingAdmissionWebhook } from './webhooks/mutating.ts'
import { validatingAdmissionWebhook } from './webhooks/validating.ts'

export interface AdmissionOptions {
  /** Beside the default ones. Upstream leaves NodeRestriction off; every cluster with the Node authorizer wants it. */
  enable?: readonly string[]
  disable?: readonly string[]
  podSecurity?: PodSecurityConfiguration
}

interface Entry {
  name: string
  onByDefault: boolean
  make: AdmissionPluginFactory
}

function ordered(options: AdmissionOptions): Entry[] {
  const on = (name: string, make: AdmissionPluginFactory): Entry => ({ name, make, onByDefault: true })
  const off = (name: string, make: AdmissionPluginFactory): Entry => ({ name, make, onByDefault: false })
  return [
    on('NamespaceLifecycle', namespaceLifecycle),
    on('LimitRanger', limitRanger),
    on('ServiceAccount', serviceAccount),
    off('NodeRestriction', nodeRestriction),
    on('TaintNodesByCondition', taintNodesByCondition),
    on('PodSecurity', podSecurity(options.podSecurity)),
    on('Priority', priority),
    on('DefaultTolerationSeconds', defaultTolerationSeconds),
    on('DefaultStorageClass', defaultStorageClass),
    on('StorageObjectInUseProtection', storageObjectInUseProtection),
    on('PersistentVolumeClaimResize', persistentVolumeClaimResize),
    on('RuntimeClass', runtimeClass),
    on('CertificateApproval', certificateApproval),
    on('CertificateSigning', certificateSigning),
    on('ClusterTrustBundleAttest', clusterTrustBundleAttest),
    on('CertificateSubjectRestriction', certificateSubjectRestriction),
    on('DefaultIngressClass', defaultIngressClass),
    on('MutatingAdmissionWebhook', mutatingAdmissionWebhook),
    on('ValidatingAdmissionPolicy', validatingAdmissionPolicy),
    on('ValidatingAdmissionWebhook', validatingAdmissionWebhook),
    on('ResourceQuota', resourceQuota),
  ]
}

/** @throws Error for a name that is no plugin, or one both enabled and disabled */
export function admissionPlugins(context: AdmissionContext, options: AdmissionOptions = {}): AdmissionPlugin[] {
  const entries = ordered(options)
  const { enable = [], disable = [] } = options
  for (const name of [...enable, ...disable]) {
    if (!entries.some((entry) => entry.name === name)) throw new Error(`unknown admission plugin: ${name}`)
    if (enable.includes(name) && disable.includes(name)) {
      throw new Error(`${name} in enable-admission-plugins and disable-admission-plugins overlapped`)
    }
  }
  return entries
    .filter(({ name, onByDefault }) => (onByDefault || enable.includes(name)) && !disable.includes(name))
    .map(({ make }) => make(context))
}
