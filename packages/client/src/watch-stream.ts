/**
 * The body of a watch as events: one JSON document per line, in chunks cut anywhere, also inside a character.
 * Out: events until the body ends; throws ApiError on an ERROR event, SyntaxError on a line that is no event.
 */
import type { ApiObject } from '@elli/api/object'
import { fromStatus, genericResponse, isStatus } from '@elli/machinery/errors'
import type { WatchEvent } from './client.ts'

const newline = 0x0a

export async function* watchEvents<T extends ApiObject>(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<WatchEvent<T>, void, undefined> {
  for await (const line of lines(body)) {
    const event = decode<T>(line)
    if (event !== undefined) yield event
  }
}

/** Lines as bytes; only whole ones, so that a character is never decoded in halves. */
export async function* lines(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let pending: Uint8Array[] = []
  for await (const chunk of body) {
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      const rest = chunk.subarray(start, end)
      start = end + 1
      if (pending.length === 0) {
        if (rest.length > 0) yield rest
        continue
      }
      pending.push(rest)
      const line = Buffer.concat(pending)
      pending = []
      if (line.length > 0) yield line
    }
    if (start < chunk.length) pending.push(chunk.subarray(start))
  }
  const last = Buffer.concat(pending)
  // A server that dies in the middle of an event leaves a torn line, which is no event; a whole one may lack its newline.
  if (last.length > 0 && isWhole(last)) yield last
}

function isWhole(line: Buffer): boolean {
  try {
    JSON.parse(line.toString('utf8'))
    return true
  } catch {
    return false
  }
}

function decode<T extends ApiObject>(line: Uint8Array): WatchEvent<T> | undefined {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8')
  if (text.trim() === '') return undefined
  const parsed: unknown = JSON.parse(text)
  if (typeof parsed !== 'object' || parsed === null || !('type' in parsed) || !('object' in parsed)) {
    throw new SyntaxError(`not a watch event: ${text.slice(0, 200)}`)
  }
  const { type, object } = parsed
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type, object: object as T }
    case 'BOOKMARK':
      return { type, object: object as ApiObject }
    case 'ERROR':
      if (isStatus(object)) throw fromStatus(object)
      throw genericResponse({ code: 500, verb: 'watch', serverMessage: text.slice(0, 200), unexpected: true })
    default:
      throw new SyntaxError(`not a watch event type: ${JSON.stringify(type)}`)
  }
}
