/** Requests as they are on the wire, for what the typed client hides: status codes, headers, bodies that are no JSON. */
import { readAll } from '@elli/host/wire'
import type { Client } from 'elli'

/** JSON that may be walked without narrowing at each step. */
export interface Json {
  readonly [key: string]: Json
}

export interface Reply {
  readonly status: number
  readonly json: Json
  readonly headers: Readonly<Record<string, string>>
}

/** @param body an object goes as JSON, text as it is; the content type is JSON unless a header says otherwise */
export async function request(
  client: Client,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const answer = await client.raw(method, path, {
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    ...(body === undefined ? {} : { body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) }),
  })
  const text = (await readAll(answer.body)).toString('utf8')
  return { status: answer.status, json: JSON.parse(text) as Json, headers: answer.headers }
}
