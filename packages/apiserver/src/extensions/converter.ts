/**
 * Between the versions of a custom resource: by its name only, or by asking a webhook.
 * In: objects of any of its versions. Out: fresh objects of the one wanted, in their order.
 * Always: objects given are not changed; what a webhook answers keeps name, namespace, uid and kind, and of its metadata only
 * labels and annotations are taken; a webhook is asked once for all objects of a call.
 * @see apiextensions-apiserver pkg/apiserver/conversion
 */
import type { CustomResourceDefinition, WebhookConversion } from '@elli/api/apiextensions/v1'
import { uuid, type Random } from '@elli/host/random'
import { aggregateErrors, at } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import { fromStatus } from '@elli/machinery/errors'
import { isJsonObject, type JsonObject } from '@elli/machinery/json'
import type { Outbound, OutboundTarget } from '../outbound/outbound.ts'
import { copyOf } from '../registry/copy.ts'
import { validateAnnotations, validateLabels } from '../registry/object-meta.ts'

export interface Converter {
  /** @throws ApiError 500 */
  convert(objects: readonly JsonObject[], apiVersion: string): Promise<JsonObject[]>
}

/** Upstream waits this long for a conversion webhook. */
const webhookTimeoutMs = 30_000

export interface ConverterParts {
  readonly outbound: Pick<Outbound, 'post'>
  readonly random: Random
}

export function converterFor(crd: CustomResourceDefinition, parts: ConverterParts): Converter {
  const { group, versions, conversion } = crd.spec
  const known = new Set(versions.map((item) => `${group}/${item.name}`))
  const webhook = conversion?.strategy === 'Webhook' ? conversion.webhook : undefined
  const inner = webhook === undefined ? renaming : webhookConverter(webhook, parts)
  return {
    async convert(objects, apiVersion) {
      if (!known.has(apiVersion)) throw failed(`request to convert CR to an invalid group/version: ${apiVersion}`)
      for (const object of objects) {
        const from = text(object['apiVersion'])
        if (!known.has(from)) throw failed(`request to convert CR from an invalid group/version: ${from}`)
      }
      return inner.convert(objects, apiVersion)
    },
  }
}

/** Versions that differ in nothing but their name. */
const renaming: Converter = {
  async convert(objects, apiVersion) {
    return objects.map((object) => ({ ...copyOf(object), apiVersion }))
  },
}

function webhookConverter(webhook: WebhookConversion, { outbound, random }: ConverterParts): Converter {
  const review = webhook.conversionReviewVersions.find((version) => version === 'v1' || version === 'v1beta1')
  const target = targetOf(webhook)
  return {
    async convert(objects, apiVersion) {
      const sent = objects.filter((object) => object['apiVersion'] !== apiVersion)
      const first = sent[0]
      if (first === undefined) return objects.map(copyOf)
      if (review === undefined) throw failed('no supported conversion review versions')
      const hook = `conversion webhook for ${kindText(first)}`
      const uid = uuid(random)
      const request = { uid, desiredAPIVersion: apiVersion, objects: sent }
      let answer: unknown
      try {
        answer = await outbound.post(target, {
          kind: 'ConversionReview',
          apiVersion: `apiextensions.k8s.io/${review}`,
          request,
        })
      } catch (error) {
        throw failed(`${hook} failed: ${error instanceof Error ? error.message : String(error)}`)
      }
      const converted = convertedObjects(answer, review, uid)
      if (typeof converted === 'string') throw failed(`${hook} failed: ${converted}`)
      if (converted.length !== sent.length)
        throw failed(`${hook} returned ${converted.length} objects, expected ${sent.length}`)
      let next = 0
      return objects.map((object) => {
        if (object['apiVersion'] === apiVersion) return copyOf(object)
        const index = next++
        const several = sent.length > 1
        return checked(hook, object, converted[index], apiVersion, index, several)
      })
    },
  }
}

function targetOf({ clientConfig }: WebhookConversion): OutboundTarget {
  const { url, service, caBundle } = clientConfig ?? {}
  return {
    ...(url === undefined ? {} : { url }),
    ...(service === undefined ? {} : { service }),
    ...(caBundle === undefined ? {} : { caBundle }),
    timeoutMs: webhookTimeoutMs,
  }
}

/** What the webhook made, or why it is no answer. */
function convertedObjects(answer: unknown, review: string, uid: string): readonly unknown[] | string {
  if (!isJsonObject(answer)) return 'no response provided'
  const wanted = `apiextensions.k8s.io/${review}, Kind=ConversionReview`
  // Upstream checks these in the stable version only.
  if (review === 'v1') {
    const got = `${text(answer['apiVersion'])}, Kind=${text(answer['kind'])}`
    if (got !== wanted) return `expected webhook response of ${wanted}, got ${got}`
  }
  const { response } = answer
  if (!isJsonObject(response)) return 'no response provided'
  if (review === 'v1' && text(response['uid']) !== uid)
    return `expected response.uid=${goQuote(uid)}, got ${goQuote(text(response['uid']))}`
  const result = isJsonObject(response['result']) ? response['result'] : {}
  const status = text(result['status'])
  if (status !== 'Success') {
    const message = text(result['message'])
    return message === '' ? `response.result.status was '${status}', not 'Success'` : message
  }
  return Array.isArray(response['convertedObjects']) ? response['convertedObjects'] : []
}

function checked(
  hook: string,
  original: JsonObject,
  given: unknown,
  apiVersion: string,
  index: number,
  several: boolean,
): JsonObject {
  const what = several ? 'converted object' : 'object'
  const place = `${what} at index ${index}`
  if (!isJsonObject(given) || text(given['kind']) === '')
    throw failed(`${hook} returned invalid ${place}: Object 'Kind' is missing in '${JSON.stringify(given)}'`)
  if (given['apiVersion'] !== apiVersion)
    throw failed(
      `${hook} returned invalid ${place}: invalid groupVersion (expected ${apiVersion}, received ${text(given['apiVersion'])})`,
    )
  if (given['kind'] !== original['kind'])
    throw failed(
      `${hook} returned invalid ${place}: invalid kind (expected ${text(original['kind'])}, received ${text(given['kind'])})`,
    )
  const changed = changedIdentity(original, given)
  if (changed !== undefined) throw failed(`${hook} returned invalid ${several ? place : what}: ${changed}`)
  const object = copyOf(given)
  const problem = restoreMetadata(original, object)
  if (problem !== undefined)
    throw failed(`${hook} returned invalid metadata${several ? ` in object at index ${index}` : ''}: ${problem}`)
  return object
}

function changedIdentity(original: JsonObject, given: JsonObject): string | undefined {
  const before = metadataOf(original)
  const after = metadataOf(given)
  for (const [field, label] of [
    ['name', 'name'],
    ['namespace', 'namespace'],
    ['uid', 'UID'],
  ] as const) {
    if (text(before[field]) !== text(after[field]))
      return `must have the same ${label}: ${text(before[field])} != ${text(after[field])}`
  }
  return undefined
}

/** Of the converted metadata only labels and annotations count. @returns what is wrong with them */
function restoreMetadata(original: JsonObject, object: JsonObject): string | undefined {
  const given = object['metadata']
  if (given === undefined) return 'missing metadata in converted object'
  if (!isJsonObject(given)) return `invalid metadata of type ${goTypeOf(given)} in converted object`
  const before = metadataOf(original)
  const metadata = copyOf(before)
  object['metadata'] = metadata
  for (const field of ['labels', 'annotations'] as const) {
    const wanted = given[field]
    if (wanted === undefined || wanted === null) {
      delete metadata[field]
      continue
    }
    if (!isJsonObject(wanted)) return `invalid metadata.${field} of type ${goTypeOf(wanted)} in converted object`
    for (const [key, value] of Object.entries(wanted)) {
      if (typeof value !== 'string')
        return `metadata.${field}[${key}] must be a string, but is ${goTypeOf(value)} in converted object`
    }
    const had = isJsonObject(before[field]) ? before[field] : {}
    const same =
      Object.keys(had).length === Object.keys(wanted).length &&
      Object.entries(wanted).every(([key, value]) => had[key] === value)
    if (!same) {
      const strings = wanted as Record<string, string>
      const errors =
        field === 'labels'
          ? validateLabels(strings, at('metadata', 'labels'))
          : validateAnnotations(strings, at('metadata', 'annotation'))
      if (errors.length > 0) return aggregateErrors(errors)
    }
    metadata[field] = wanted
  }
  return undefined
}

function metadataOf(object: JsonObject): JsonObject {
  const { metadata } = object
  return isJsonObject(metadata) ? metadata : {}
}

function kindText(object: JsonObject): string {
  return `${text(object['apiVersion'])}, Kind=${text(object['kind'])}`
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Go's name of the type that a JSON value is read into. */
function goTypeOf(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return '[]interface {}'
  if (typeof value === 'object') return 'map[string]interface {}'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'string'
  return Number.isInteger(Number(value)) ? 'int64' : 'float64'
}

function failed(message: string): Error {
  return fromStatus({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 })
}
