/**
 * ImagePolicyWebhook: a webhook says whether a pod's images may be used.
 * In: a configuration that names a kubeconfig, how long answers hold, and what to do when the webhook cannot be asked.
 * Out: 403 with the webhook's reason. Equal questions are asked once per TTL.
 */
import type { Pod } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import type { ImageReview } from '@elli/api/imagepolicy/v1alpha1'
import { isJsonObject } from '@elli/machinery/json'
import { formatGoDuration } from '@elli/machinery/go-duration'
import { ConfigurationError, readUnversioned } from '../configuration/configuration-text.ts'
import { ExpiringCache } from '../expiring-cache.ts'
import { defaultRetryBackoff, defaultTimeoutMs, postReview, type WebhookBackend } from '../webhook-backend.ts'
import type { AdmissionPluginFactory, AdmissionRequest } from './plugin.ts'
import { isResource, objectOf, refusal } from './requests.ts'

export interface ImagePolicyConfiguration {
  kubeConfigFile: string
  allowTtlMs: number
  denyTtlMs: number
  retryBackoffMs: number
  /** Images may be used when the webhook does not answer. */
  defaultAllow: boolean
}

const auditPrefix = 'imagepolicywebhook.image-policy.k8s.io/'
const halfHourMs = 30 * 60_000

/** @throws ConfigurationError */
export function parseImagePolicyConfiguration(text: string): ImagePolicyConfiguration {
  const own = readUnversioned(text)['imagePolicy']
  const given = isJsonObject(own) ? own : {}
  const number = (key: string): number => Number(given[key] ?? 0)
  return {
    kubeConfigFile: String(given['kubeConfigFile'] ?? ''),
    retryBackoffMs: duration(number('retryBackoff'), 1, { min: 1e-6, max: 300_000, otherwise: 500 }),
    allowTtlMs: duration(number('allowTTL'), 1000, { min: 1000, max: halfHourMs, otherwise: 300_000 }),
    denyTtlMs: duration(number('denyTTL'), 1000, { min: 1000, max: halfHourMs, otherwise: 30_000 }),
    defaultAllow: given['defaultAllow'] === true,
  }
}

/** -1 is none at all, 0 the usual. */
function duration(value: number, scale: number, range: { min: number; max: number; otherwise: number }): number {
  if (value === -1) return 0
  if (value === 0) return range.otherwise
  const ms = value * scale
  if (ms >= range.min && ms <= range.max) return ms
  const [min, max, got] = [range.min, range.max, ms].map(formatGoDuration)
  throw new ConfigurationError(`valid value is between ${min} and ${max}, got ${got}`)
}

export function imagePolicyWebhook(
  configuration: ImagePolicyConfiguration | undefined,
  backendOf: ((kubeConfigFile: string) => WebhookBackend) | undefined,
): AdmissionPluginFactory {
  return ({ host }) => {
    if (configuration === undefined || backendOf === undefined) throw new ConfigurationError('no config specified')
    const { allowTtlMs, denyTtlMs, retryBackoffMs, defaultAllow, kubeConfigFile } = configuration
    const answers = new ExpiringCache<ImageReview['status']>(host.clock, 1024)
    const call = {
      backend: backendOf(kubeConfigFile),
      clock: host.clock,
      random: host.random.stream('apiserver/image-policy'),
      timeoutMs: defaultTimeoutMs,
      backoff: { ...defaultRetryBackoff, initialMs: retryBackoffMs },
    }

    async function ask(
      request: AdmissionRequest,
      spec: ImageReview['spec'],
    ): Promise<ImageReview['status'] | 'failed'> {
      const key = JSON.stringify(spec)
      const known = answers.get(key)
      if (known !== undefined) return known
      try {
        const review = { apiVersion: 'imagepolicy.k8s.io/v1alpha1', kind: 'ImageReview', metadata: {}, spec }
        const { status = { allowed: false } } = await postReview<typeof review & Pick<ImageReview, 'status'>>(call, {
          ...review,
          status: { allowed: false },
        })
        answers.set(key, status, status.allowed ? allowTtlMs : denyTtlMs)
        return status
      } catch (error) {
        if (!defaultAllow) throw refusal(request, error instanceof Error ? error.message : String(error))
        request.annotate?.(`${auditPrefix}failed-open`, 'true')
        const { metadata } = objectOf<Pod>(request)
        metadata.annotations = { ...metadata.annotations, 'alpha.image-policy.k8s.io/failed-open': 'true' }
        return 'failed'
      }
    }

    return {
      name: 'ImagePolicyWebhook',
      handles: (operation, resource, subresource) =>
        (operation === 'CREATE' || operation === 'UPDATE') &&
        isResource(resource, pods) &&
        (subresource === '' || subresource === 'ephemeralcontainers'),
      async validate(request) {
        const status = await ask(request, questionOf(request))
        if (status === 'failed') return
        for (const [key, value] of Object.entries(status?.auditAnnotations ?? {})) {
          request.annotate?.(auditPrefix + key, value)
        }
        if (status?.allowed === true) return
        throw refusal(
          request,
          status?.reason
            ? `image policy webhook backend denied one or more images: ${status.reason}`
            : 'one or more images rejected by webhook backend',
        )
      },
    }
  }
}

function questionOf(request: AdmissionRequest): ImageReview['spec'] {
  const { metadata, spec } = objectOf<Pod>(request)
  const containers =
    request.subresource === ''
      ? [...(spec.containers ?? []), ...(spec.initContainers ?? [])]
      : (spec.ephemeralContainers ?? [])
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([key]) =>
    key.includes('.image-policy.k8s.io/'),
  )
  return {
    containers: containers.map(({ image }) => (image === undefined ? {} : { image })),
    ...(annotations.length > 0 ? { annotations: Object.fromEntries(annotations) } : {}),
    namespace: request.namespace,
  }
}
