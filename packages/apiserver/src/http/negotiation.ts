/**
 * Content negotiation: which media type and which shape (object, Table, metadata only) an answer takes.
 * In: the Accept header and what an endpoint can produce. Out: an Offer; 406 with the list of accepted types when nothing fits.
 * Always: the highest q wins, the order of the header decides between equals.
 * @see apiserver pkg/endpoints/handlers/negotiation
 */
import { notAcceptable, unsupportedMediaType } from '@elli/machinery/errors'

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

/**
 * @param transforms whether Table and PartialObjectMetadata may be asked for
 * @param list whether the answer is a list, which PartialObjectMetadataList asks for
 */
export function negotiate(accept: string | undefined, transforms: 'none' | 'single' | 'list'): Offer {
  if (accept === undefined || accept === '' || accept === '*/*' || accept === 'application/json') return defaultOffer
  for (const clause of clauses(accept)) {
    const mediaType = matching(clause.type)
    if (mediaType === undefined) continue
    const shape = shapeOf(clause.parameters, transforms)
    if (shape !== undefined) return { mediaType, shape }
  }
  throw notAcceptable(mediaTypes)
}

function matching(type: string): MediaType | undefined {
  if (type === '*/*' || type === 'application/*') return 'application/json'
  return mediaTypes.find((known) => known === type)
}

function shapeOf(
  parameters: Readonly<Record<string, string>>,
  transforms: 'none' | 'single' | 'list',
): Shape | undefined {
  const kind = parameters['as']
  if (kind === undefined || kind === '') return objectShape
  const { g: group, v: version } = parameters
  if (transforms === 'none' || group !== 'meta.k8s.io' || (version !== 'v1' && version !== 'v1beta1')) return undefined
  if (kind === 'Table') return { kind: 'Table', version }
  const wanted = transforms === 'list' ? 'PartialObjectMetadataList' : 'PartialObjectMetadata'
  return kind === wanted ? { kind: 'PartialObjectMetadata', version } : undefined
}

/** The clauses of an Accept header, best first. */
export function clauses(accept: string): Clause[] {
  return accept
    .split(',')
    .map(clause)
    .filter((item) => item.q > 0)
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
