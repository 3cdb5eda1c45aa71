/**
 * Bodies as documents: what a request or an answer carries, as JSON, for those that look at it without deciding anything.
 * In: a content type and bytes. Out: an object; undefined for what is none, or is not understood.
 */
import { parseYaml } from '@elli/machinery/yaml'

export type ProtobufReader = (bytes: Uint8Array) => object | undefined

export function documentIn(contentType: string, bytes: Uint8Array, protobuf?: ProtobufReader): object | undefined {
  const [type = ''] = contentType.split(';')
  try {
    if (type === 'application/vnd.kubernetes.protobuf') return protobuf?.(bytes)
    const text = new TextDecoder().decode(bytes)
    if (type === 'application/json' || type.endsWith('+json')) return object(JSON.parse(text))
    if (type === 'application/yaml' || type.endsWith('+yaml')) return object(parseYaml(text))
    return undefined
  } catch {
    // A body that cannot be read is refused by whoever must understand it; here it is only left out.
    return undefined
  }
}

function object(value: unknown): object | undefined {
  return typeof value === 'object' && value !== null ? value : undefined
}
