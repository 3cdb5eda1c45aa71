/**
 * `?pretty`: JSON answers with indentation, for people. Browsers and curl get it unasked, as upstream does.
 * Always: only complete JSON documents are touched, never streams.
 */
import { readAll, type WireRequest, type WireResponse } from '@elli/host/wire'
import { isTrue, type RequestInfo } from '../request-info.ts'
import { Bytes, utf8 } from './body.ts'

export async function prettier(request: WireRequest, info: RequestInfo, response: WireResponse): Promise<WireResponse> {
  if (!wanted(request, info) || info.verb === 'watch') return response
  if (response.headers['content-type'] !== 'application/json') return response
  const text = (await readAll(response.body)).toString('utf8')
  const body = new Bytes([utf8(`${JSON.stringify(JSON.parse(text), null, 2)}\n`)])
  return { ...response, headers: { ...response.headers, 'content-length': String(body.length) }, body }
}

function wanted(request: WireRequest, info: RequestInfo): boolean {
  const asked = info.query.get('pretty')
  if (asked !== null) return isTrue(asked)
  const agent = request.headers['user-agent'] ?? ''
  return agent.startsWith('curl') || agent.startsWith('Wget') || agent.startsWith('Mozilla/5.0')
}
