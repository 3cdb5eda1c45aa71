/**
 * ServiceAccount: every pod runs as one, and gets its token mounted unless pod or service account say otherwise.
 * Mutating: the name `default`, the volume `kube-api-access-…`, the service account's pull secrets.
 * Validating: the service account exists; mirror pods name none; with the enforce annotation only its own secrets may be used.
 */
import type { Container, EphemeralContainer, Pod, ServiceAccount, Volume, VolumeMount } from '@elli/api/core/v1'
import { pods, serviceaccounts } from '@elli/api/core/v1.resources'
import { nameSuffix } from '@elli/host/random'
import { isMirrorPod, podSecretNames } from '@elli/machinery/pod/status'
import type { AdmissionPluginFactory, AdmissionRequest } from './plugin.ts'
import { isResource, objectOf, refusal } from './requests.ts'

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount'
const volumePrefix = 'kube-api-access-'
/** An hour and seven seconds: old clients that never read the token again are told apart by it. */
const tokenSeconds = 3607
const enforceAnnotation = 'kubernetes.io/enforce-mountable-secrets'

export const serviceAccount: AdmissionPluginFactory = ({ host, reads }) => {
  const random = host.random.stream('apiserver/admission/service-account')

  /** A fresh namespace gets its `default` a moment later: that one is waited for. */
  async function find(namespace: string, name: string): Promise<ServiceAccount | undefined> {
    const cached = reads.get(serviceaccounts, namespace, name)
    if (cached !== undefined) return cached
    const attempts = name === 'default' ? 10 : 1
    const waitMs = 100 + random.below(100)
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await host.clock.sleep(waitMs, new AbortController().signal)
      const fresh = await reads.getFresh(serviceaccounts, namespace, name)
      if (fresh !== undefined) return fresh
    }
    return undefined
  }

  async function accountOf(request: AdmissionRequest, pod: Pod): Promise<ServiceAccount> {
    const name = pod.spec.serviceAccountName ?? ''
    const found = await find(request.namespace, name)
    if (found !== undefined) return found
    const what = `error looking up service account ${request.namespace}/${name}`
    throw refusal(request, `${what}: serviceaccount ${JSON.stringify(name)} not found`)
  }

  async function validate(request: AdmissionRequest): Promise<void> {
    const pod = objectOf<Pod>(request)
    const created = request.operation === 'CREATE' && request.subresource === ''
    const debugged = request.operation === 'UPDATE' && request.subresource === 'ephemeralcontainers'
    if (!created && !debugged) return
    if (created && isMirrorPod(pod)) return refuseMirror(request, pod)
    if (!pod.spec.serviceAccountName) {
      throw refusal(request, `no service account specified for pod ${request.namespace}/${pod.metadata.name ?? ''}`)
    }
    const account = await accountOf(request, pod)
    if (!/^(1|t|T|TRUE|true|True)$/.test(account.metadata.annotations?.[enforceAnnotation] ?? '')) return
    const problem = created ? foreignSecret(pod, account) : foreignEphemeralSecret(pod, account)
    if (problem !== undefined) throw refusal(request, problem)
  }

  return {
    name: 'ServiceAccount',
    handles: (operation, resource, subresource) =>
      isResource(resource, pods) &&
      ((operation === 'CREATE' && subresource === '') ||
        (operation === 'UPDATE' && subresource === 'ephemeralcontainers')),
    async admit(request) {
      if (request.operation === 'CREATE') {
        const pod = objectOf<Pod>(request)
        if (isMirrorPod(pod)) return validate(request)
        pod.spec.serviceAccountName ||= 'default'
        // The old name of the field shows the same.
        pod.spec.serviceAccount = pod.spec.serviceAccountName
        const account = await accountOf(request, pod)
        if (pod.spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) {
          mountToken(pod, () => volumePrefix + nameSuffix(random))
        }
        if ((pod.spec.imagePullSecrets ?? []).length === 0 && (account.imagePullSecrets ?? []).length > 0) {
          pod.spec.imagePullSecrets = (account.imagePullSecrets ?? []).map(({ name }) => (name ? { name } : {}))
        }
      }
      return validate(request)
    },
    validate,
  }
}

function refuseMirror(request: AdmissionRequest, pod: Pod): void {
  if (pod.spec.serviceAccountName) throw refusal(request, 'a mirror pod may not reference service accounts')
  if (podSecretNames(pod).size > 0) throw refusal(request, 'a mirror pod may not reference secrets')
  const projected = (pod.spec.volumes ?? []).flatMap((volume) => volume.projected?.sources ?? [])
  if (projected.some((source) => source.serviceAccountToken !== undefined)) {
    throw refusal(request, 'a mirror pod may not use ServiceAccountToken volume projections')
  }
}

function mountToken(pod: Pod, generateName: () => string): void {
  const existing = (pod.spec.volumes ?? []).find((volume) => volume.name.startsWith(volumePrefix))
  const name = existing?.name ?? generateName()
  const mount: VolumeMount = { name, readOnly: true, mountPath }
  let mounted = false
  for (const container of [...(pod.spec.initContainers ?? []), ...pod.spec.containers]) {
    if ((container.volumeMounts ?? []).some((other) => other.mountPath === mountPath)) continue
    container.volumeMounts = [...(container.volumeMounts ?? []), { ...mount }]
    mounted = true
  }
  if (existing === undefined && mounted) pod.spec.volumes = [...(pod.spec.volumes ?? []), tokenVolume(name)]
}

function tokenVolume(name: string): Volume {
  return {
    name,
    projected: {
      defaultMode: 0o644,
      sources: [
        { serviceAccountToken: { path: 'token', expirationSeconds: tokenSeconds } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        {
          downwardAPI: {
            items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
          },
        },
      ],
    },
  }
}

function foreignSecret(pod: Pod, account: ServiceAccount): string | undefined {
  const own = new Set((account.secrets ?? []).map(({ name }) => name))
  const because = `because service account ${account.metadata.name ?? ''} does not reference that secret`
  for (const { secret } of pod.spec.volumes ?? []) {
    if (secret !== undefined && !own.has(secret.secretName)) {
      return `volume with secret.secretName="${secret.secretName ?? ''}" is not allowed ${because}`
    }
  }
  for (const [kind, containers] of [
    ['init container', pod.spec.initContainers ?? []],
    ['container', pod.spec.containers],
  ] as const) {
    const problem = foreignInContainers(kind, containers, own, because)
    if (problem !== undefined) return problem
  }
  const pullable = new Set((account.imagePullSecrets ?? []).map(({ name }) => name))
  for (const [index, { name = '' }] of (pod.spec.imagePullSecrets ?? []).entries()) {
    if (pullable.has(name)) continue
    return `imagePullSecrets[${index}].name="${name}" is not allowed because service account ${account.metadata.name ?? ''} does not reference that imagePullSecret`
  }
  return undefined
}

function foreignEphemeralSecret(pod: Pod, account: ServiceAccount): string | undefined {
  const own = new Set((account.secrets ?? []).map(({ name }) => name))
  const because = `because service account ${account.metadata.name ?? ''} does not reference that secret`
  return foreignInContainers('ephemeral container', pod.spec.ephemeralContainers ?? [], own, because)
}

function foreignInContainers(
  kind: string,
  containers: readonly (Container | EphemeralContainer)[],
  own: ReadonlySet<string | undefined>,
  because: string,
): string | undefined {
  for (const container of containers) {
    for (const { name, valueFrom } of container.env ?? []) {
      const secret = valueFrom?.secretKeyRef
      if (secret === undefined || own.has(secret.name)) continue
      return `${kind} ${container.name} with envVar ${name} referencing secret.secretName="${secret.name ?? ''}" is not allowed ${because}`
    }
    for (const { secretRef } of container.envFrom ?? []) {
      if (secretRef === undefined || own.has(secretRef.name)) continue
      return `${kind} ${container.name} with envFrom referencing secret.secretName="${secretRef.name ?? ''}" is not allowed ${because}`
    }
  }
  return undefined
}
