/**
 * Content negotiation: which media type and which shape (object, Table, metadata only) an answer takes.
 * In: the Accept header and what an endpoint can produce. Out: an Offer; 406 with the list of accepted types when nothing fits.
 * Always: the highest q wins, the order of the header decides between equals; a q of zero is no refusal.
 * @see apiserver pkg/endpoints/handlers/negotiation
 */
import { ApiError, notAcceptable, type Status, unsupportedMediaType } from '@elli/machinery/errors'

export type MediaType = 'application/json' | 'application/yaml' | 'application/vnd.kubernetes.protobuf'

export const mediaTypes: readonly MediaType[] = [
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
]

/** Watches and custom resources have no YAML and no protobuf form respectively. */
export type Shape =
  | { kind: 'object' }
  | { kind: 'Table'; version: 'v1' | 'v1beta1' }
  | { kind: 'PartialObjectMetadata'; version: 'v1' | 'v1beta1' }

export interface Offer {
  readonly mediaType: MediaType
  readonly shape: Shape
}

interface Clause {
  readonly type: string
  readonly parameters: Readonly<Record<string, string>>
  readonly q: number
}

const objectShape: Shape = { kind: 'object' }
const defaultOffer: Offer = { mediaType: 'application/json', shape: objectShape }

/** What an endpoint can answer with. */
export interface Answerable {
  /** Whether Table and PartialObjectMetadata may be asked for, of one object or of a list. */
  readonly transforms: 'none' | 'single' | 'list'
  /** The answer may be a stream: its types are among those that the path has. */
  readonly streams: boolean
  /** The router of paths knows the path. */
  readonly routed: boolean
}

/** What is unlike the common case. */
export interface Particulars {
  /** Upstream's name of the answer's type, which a wrong kind of metadata is told. */
  readonly goType?: () => string
  /** Whether the path is a collection's, which may be watched. */
  readonly streams?: boolean
  /** Whether the router of paths knows the path, and looks at the header first; custom resources it does not know. */
  readonly routed?: boolean
}

export function negotiate(
  accept: string | undefined,
  transforms: Answerable['transforms'],
  { goType = () => 'object', streams = transforms === 'list', routed = true }: Particulars = {},
): Offer {
  if (accept === undefined || accept === '' || accept === '*/*' || accept === 'application/json') return defaultOffer
  return chosen(accept, { transforms, streams, routed }, mediaTypes, goType)
}

/** Of a watch: there are no streams of YAML. */
export function negotiateWatch(accept: string | undefined, routed = true): Offer {
  if (accept === undefined || accept === '' || accept === '*/*' || accept === 'application/json') return defaultOffer
  return chosen(accept, { transforms: 'single', streams: true, routed }, streamTypes, () => 'object')
}

/** Of a path that answers in JSON and nothing else: the router of paths sees to it, by type only. */
export function jsonOnly(accept: string | undefined): void {
  if (accept === undefined || accept === '') return
  if (!clauses(accept).some(({ type }) => type === '*/*' || type === 'application/json'))
    throw noRepresentation(['application/json'])
}

const streamTypes: readonly MediaType[] = ['application/json', 'application/vnd.kubernetes.protobuf']

function chosen(
  accept: string,
  { transforms, streams, routed }: Answerable,
  types: readonly MediaType[],
  goType: () => string,
): Offer {
  const all = clauses(accept)
  if (!all.some(({ type }) => type === '*/*' || mediaTypes.some((known) => known === type))) {
    if (!routed) throw notAcceptable(mediaTypes)
    throw noRepresentation(streams ? [...mediaTypes, ...streamTypes.map(streamOf)] : mediaTypes)
  }
  let known = false
  for (const clause of all) {
    const mediaType = matching(clause.type, types)
    if (mediaType === undefined) continue
    known = true
    const shape = shapeOf(clause.parameters, transforms, mediaType, goType)
    if (shape !== undefined) return { mediaType, shape }
  }
  throw notAcceptable(types === streamTypes && !known ? types.map(streamOf) : mediaTypes)
}

function streamOf(type: string): string {
  return `${type};stream=watch`
}

/** The router of paths looks first, at types only, and has words of its own. */
function noRepresentation(types: readonly string[]): ApiError {
  const message = `406: Not Acceptable\n\nAvailable representations: ${types.join(', ')}`
  return routerError(406, 'NotAcceptable', message)
}

/** The router of paths on a body of a type that the path does not take. */
export function unroutedMediaType(): ApiError {
  return routerError(415, 'UnsupportedMediaType', '415: Unsupported Media Type')
}

function routerError(code: number, reason: Status['reason'], message: string): ApiError {
  const head = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' } as const
  return new ApiError({ ...head, message, reason, details: {}, code })
}

function matching(type: string, types: readonly MediaType[]): MediaType | undefined {
  if (type === '*/*' || type === 'application/*') return 'application/json'
  return types.find((known) => known === type)
}

function shapeOf(
  parameters: Readonly<Record<string, string>>,
  transforms: Answerable['transforms'],
  mediaType: MediaType,
  goType: () => string,
): Shape | undefined {
  const kind = parameters['as']
  if (kind === undefined || kind === '') return objectShape
  const { g: group, v: version } = parameters
  if (transforms === 'none' || group !== 'meta.k8s.io' || (version !== 'v1' && version !== 'v1beta1')) return undefined
  // Tables were never given a protobuf form.
  if (kind === 'Table') return mediaType === 'application/vnd.kubernetes.protobuf' ? undefined : { kind, version }
  if (kind !== 'PartialObjectMetadata' && kind !== 'PartialObjectMetadataList') return undefined
  const list = transforms === 'list'
  if (list === (kind === 'PartialObjectMetadataList')) return { kind: 'PartialObjectMetadata', version }
  const message = `you requested ${kind}, but the requested object is ${list ? 'a list' : 'not a list'} (${goType()})`
  const head = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' } as const
  throw new ApiError({ ...head, message, reason: 'NotAcceptable', code: 406 })
}

/** In which form an error is told; undefined when nothing that is asked for can be, which is answered with JSON for people. */
export function errorMediaType(accept: string | undefined): MediaType | undefined {
  if (accept === undefined || accept === '') return 'application/json'
  for (const { type, parameters } of clauses(accept)) {
    if (parameters['as']) continue
    const mediaType = matching(type, mediaTypes)
    if (mediaType !== undefined) return mediaType
  }
  return undefined
}

/** The clauses of an Accept header, best first. */
export function clauses(accept: string): Clause[] {
  return accept
    .split(',')
    .map(clause)
    .sort((a, b) => b.q - a.q)
}

function clause(text: string): Clause {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim())
  const parameters: Record<string, string> = {}
  let q = 1
  for (const part of rest) {
    const equals = part.indexOf('=')
    if (equals < 0) continue
    const key = part.slice(0, equals).trim()
    const value = part
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1')
    if (key === 'q') q = Number.isNaN(Number(value)) ? 1 : Number(value)
    else parameters[key] = value
  }
  return { type: type.toLowerCase(), parameters, q }
}

/** Media type of a request's body; JSON when the client says nothing. 415 for what nobody reads here. */
export function bodyType(contentType: string | undefined): MediaType {
  if (contentType === undefined || contentType === '') return 'application/json'
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase()
  const known = mediaTypes.find((item) => item === type)
  if (known === undefined) throw unsupportedMediaType(mediaTypes)
  return known
}
