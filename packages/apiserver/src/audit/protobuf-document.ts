/** A protobuf body as the document it would be in JSON. In: the bytes. Out: an object of a known kind, else undefined. */
import { schemaOfKind } from '@elli/api/kinds'
import { parseApiVersion } from '@elli/api/object'
import { decodeEnvelope, decodeMessage } from '@elli/api/schema/protobuf'

export function protobufDocument(bytes: Uint8Array): object | undefined {
  const { apiVersion, kind, raw } = decodeEnvelope(bytes)
  const schema = schemaOfKind({ ...parseApiVersion(apiVersion), kind })
  if (schema === undefined) return undefined
  return { kind, apiVersion, ...(decodeMessage(schema, raw) as object) }
}
