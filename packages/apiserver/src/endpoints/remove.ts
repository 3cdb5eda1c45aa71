/**
 * DELETE of one object or of a collection.
 * In: DeleteOptions from the body or the query. Out: the object while it waits (or for kinds that answer so), else a Status.
 */
import { formatApiVersion } from '@elli/api/object'
import { apiPackages } from '@elli/api/packages'
import { DeleteOptions } from '@elli/api/meta/v1'
import type { DeleteOptions as DeleteOptionsShape } from '@elli/api/meta/v1'
import { decodeAnyJson, decodeJson, decodeValue } from '@elli/api/schema/decodeJson'
import { decodeEnvelope, decodeMessage } from '@elli/api/schema/protobuf'
import type { WireResponse } from '@elli/host/wire'
import { invalid, isNotFound } from '@elli/machinery/errors'
import { goQuote } from '@elli/machinery/go-quote'
import { at, invalid as invalidField, notSupported, type FieldError } from '@elli/machinery/field'
import { bodyType, negotiate, type MediaType } from '../http/negotiation.ts'
import { typedResponse, type Typed } from '../http/answers.ts'
import { parseYaml } from '../http/yaml.ts'
import { storageFailure } from '../registry/storage-errors.ts'
import { deleteObject } from '../registry/delete.ts'
import { viewOf, viewsOf } from '../registry/environment.ts'
import { isTrue } from '../request-info.ts'
import { select } from './select.ts'
import type { Call } from './call.ts'
import { bodyOf, messageOf } from './decode.ts'
import { listOptions, parseInt64 } from './list-options.ts'
import { isCustom } from '../registry/served.ts'
import { entryResponse, listResponse } from './read.ts'
import type { ServedEndpoints } from './served-endpoints.ts'
import { checkDryRun } from './writes.ts'

export async function deleteEndpoint(endpoints: ServedEndpoints, call: Call): Promise<WireResponse> {
  const { served, env, writes } = endpoints
  const offer = negotiate(call.request.headers['accept'], 'single', { routed: !isCustom(served) })
  const options = deleteOptions(call)
  const context = writes.context(call, dryRunOf(options), options)
  const { name, namespace } = call.info
  const { entry, gone } = await deleteObject(env, served.kind, namespace, name, options, context)
  const status = !gone && options.orphanDependents === false ? 202 : 200
  if (!gone || served.kind.returnsDeleted)
    return entryResponse(endpoints, call, offer, status, await viewOf(served.kind, entry))
  const details = { name, group: served.info.group, kind: served.info.resource, uid: entry.uid }
  return typedResponse(offer.mediaType, status, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: details.group === '' ? { name, kind: details.kind, uid: details.uid } : details,
  } as Typed)
}

export async function deleteCollectionEndpoint(endpoints: ServedEndpoints, call: Call): Promise<WireResponse> {
  const { served, env, reader, writes } = endpoints
  const offer = negotiate(call.request.headers['accept'], 'list', { streams: false, routed: !isCustom(served) })
  const list = listOptions(call.info, false)
  const options = deleteOptions(call)
  const chosen = select(served, call.info.namespace, list.labelSelector, list.fieldSelector)
  const page = await reader.list(chosen, list)
  const inFlight = 16
  for (let i = 0; i < page.entries.length; i += inFlight) {
    await Promise.all(
      page.entries.slice(i, i + inFlight).map(async (entry) => {
        const own: Call = { ...call, info: { ...call.info, namespace: entry.namespace, name: entry.name } }
        const context = writes.context(own, dryRunOf(options), options)
        try {
          await deleteObject(env, served.kind, entry.namespace, entry.name, options, context)
        } catch (error) {
          // Somebody else was faster: that is what was wanted.
          if (!isNotFound(error)) throw error
        }
      }),
    )
  }
  return listResponse(endpoints, call, offer, { ...page, entries: await viewsOf(served.kind, page.entries) })
}

export function dryRunOf(options: DeleteOptionsShape): boolean {
  return (options.dryRun ?? []).length > 0
}

/** From the body when there is one, else from the query. */
export function deleteOptions(call: Call): DeleteOptionsShape {
  const body = bodyOf(call)
  const options = body.length > 0 ? fromBody(call, body) : fromQuery(call.info.query)
  const errors: FieldError[] = []
  const path = at('propagationPolicy')
  if (options.orphanDependents !== undefined && options.propagationPolicy !== undefined)
    errors.push(
      invalidField(path, options.propagationPolicy, 'orphanDependents and deletionPropagation cannot be both set'),
    )
  if (
    options.propagationPolicy !== undefined &&
    !['Foreground', 'Background', 'Orphan'].includes(options.propagationPolicy)
  )
    errors.push(notSupported(path, options.propagationPolicy, ['Foreground', 'Background', 'Orphan', 'nil']))
  errors.push(...checkDryRun(options.dryRun ?? []))
  if (errors.length > 0) throw invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors)
  return options
}

function fromBody(call: Call, body: Uint8Array): DeleteOptionsShape {
  const type = bodyType(call.request.headers['content-type'])
  let options: DeleteOptionsShape
  try {
    if (type === 'application/vnd.kubernetes.protobuf') {
      const { apiVersion, kind, raw } = decodeEnvelope(body)
      options = { ...decodeMessage(DeleteOptions, raw), apiVersion, kind }
    } else if (type === 'application/yaml')
      options = decodeValue(DeleteOptions, parseYaml(Buffer.from(body).toString('utf8'))).object
    else options = decodeJson(DeleteOptions, body).object
  } catch (error) {
    throw storageFailure(optionsProblem(body, type, error))
  }
  // Options of any group version there is will do.
  const { apiVersion = '', kind = '' } = options
  const named = { apiVersion: apiVersion || 'v1', kind: kind || 'DeleteOptions' }
  if (named.kind !== 'DeleteOptions' || !knownVersion(named.apiVersion))
    throw storageFailure(
      `no kind ${goQuote(named.kind)} is registered for version ${goQuote(named.apiVersion)} in scheme "k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27"`,
    )
  return options
}

/** Nothing tells upstream that these are the client's mistakes: they are answered as its own. */
function optionsProblem(body: Uint8Array, type: MediaType, error: unknown): string {
  const text = messageOf(error)
  if (type !== 'application/json') return text
  try {
    decodeAnyJson(body)
    return text
  } catch {
    return `couldn't get version/kind; json parse error: ${text}`
  }
}

function knownVersion(apiVersion: string): boolean {
  return apiVersion === 'meta.k8s.io/v1' || apiPackages.some((item) => formatApiVersion(item) === apiVersion)
}

function fromQuery(query: URLSearchParams): DeleteOptionsShape {
  const options: DeleteOptionsShape = {}
  const grace = query.get('gracePeriodSeconds')
  if (grace !== null && grace !== '') {
    options.gracePeriodSeconds = parseInt64(grace)
  }
  const policy = query.get('propagationPolicy')
  if (policy) options.propagationPolicy = policy
  if (query.has('orphanDependents')) options.orphanDependents = isTrue(query.get('orphanDependents'))
  const dryRun = query.getAll('dryRun').filter((value) => value !== '')
  if (dryRun.length > 0) options.dryRun = dryRun
  return options
}
