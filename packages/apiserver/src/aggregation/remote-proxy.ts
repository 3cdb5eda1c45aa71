/**
 * Requests that another server answers: they go on to it with who asks in headers, which it believes because of our certificate.
 * In: a call that is authenticated and authorized here. Out: the other server's answer as it is; 503 when there is none.
 * @see kube-aggregator pkg/apiserver/handler_proxy.go
 */
import type { Transport, UpgradeResponse, WireRequest, WireResponse } from '@elli/host/wire'
import type { UserInfo } from '../authentication/authenticator.ts'
import type { Call } from '../endpoints/call.ts'
import { textResponse } from '../http/responses.ts'
import { answeredHeaders, forwardedHeaders } from '../proxying/headers.ts'

export interface RemoteTarget {
  readonly transport: Transport
  /** The condition Available. */
  available(): boolean
}

export async function proxyRemote(call: Call, target: RemoteTarget): Promise<WireResponse> {
  if (!target.available()) return unavailable('service unavailable')
  try {
    const answer = await target.transport.send(requestFor(call, false))
    return { ...answer, headers: answeredHeaders(answer.headers) }
  } catch (error) {
    return unavailable(textOf(error))
  }
}

export async function upgradeRemote(call: Call, target: RemoteTarget): Promise<UpgradeResponse> {
  if (!target.available()) return { upgraded: false, response: unavailable('service unavailable') }
  try {
    return await target.transport.upgrade(requestFor(call, true))
  } catch (error) {
    return { upgraded: false, response: unavailable(textOf(error)) }
  }
}

function requestFor({ request, user }: Call, upgrade: boolean): WireRequest {
  const { method, path, body, signal } = request
  const headers = forwardedHeaders(request.headers, upgrade)
  // Nobody but us says who somebody is.
  for (const name of Object.keys(headers)) if (name.startsWith('x-remote-')) delete headers[name]
  const identity = identityHeaders(user)
  return {
    method,
    path,
    headers: { ...headers, ...identity.headers },
    repeatedHeaders: identity.repeated,
    ...(body === undefined || body.length === 0 ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  }
}

/** `X-Remote-User`, `X-Remote-Group` and `X-Remote-Extra-…`. */
export function identityHeaders({ name, groups, extra }: UserInfo): {
  headers: Record<string, string>
  repeated: Record<string, readonly string[]>
} {
  const repeated: Record<string, readonly string[]> = {}
  if (groups.length > 0) repeated['x-remote-group'] = groups
  for (const [key, values] of Object.entries(extra ?? {})) repeated[`x-remote-extra-${escaped(key)}`] = values
  return { headers: { 'x-remote-user': name }, repeated }
}

/** Keys of extra attributes may hold what names of headers may not. */
function escaped(key: string): string {
  return encodeURIComponent(key).replaceAll(/[()]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

function unavailable(text: string): WireResponse {
  return textResponse(503, `${text}\n`)
}

function textOf(error: unknown): string {
  return `error trying to reach service: ${error instanceof Error ? error.message : String(error)}`
}
