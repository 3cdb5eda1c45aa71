/**
 * Paths that are no resources: discovery, version, health, metrics, the root.
 * In: a call. Out: an answer, or undefined when nobody serves the path. Reads only.
 */
import type { WireResponse } from '@elli/host/wire'
import { type Discovery, rootPaths } from './discovery/documents.ts'
import type { Call } from './endpoints/call.ts'
import type { Health } from './health.ts'
import { jsonOnly } from './http/negotiation.ts'
import { jsonResponse, textResponse } from './http/responses.ts'
import type { ServerMetrics } from './metrics.ts'
import type { VersionInfo } from './options.ts'

export type PlainEndpoints = (call: Call) => Promise<WireResponse | undefined>

export interface PlainParts {
  readonly discovery: Discovery
  readonly version: VersionInfo
  readonly metrics: ServerMetrics
  readonly health: readonly Health[]
  readonly more?: readonly PlainEndpoints[]
}

export function plainEndpoints(parts: PlainParts): PlainEndpoints {
  const { discovery, version, metrics, health, more = [] } = parts
  const paths = (): string[] => [
    ...discovery.paths,
    ...health.flatMap((item) => item.paths),
    '/metrics',
    '/metrics/slis',
    '/openapi/v2',
    '/openapi/v3',
    '/version',
  ]
  return async (call) => {
    const { path, query } = call.info
    for (const item of health) {
      const answer = await item.answer(path, query)
      if (answer !== undefined) return answer
    }
    for (const endpoint of more) {
      const answer = await endpoint(call)
      if (answer !== undefined) return answer
    }
    switch (path) {
      case '/':
        return rootPaths(paths())
      case '/version':
      case '/version/':
        jsonOnly(call.request.headers['accept'])
        return jsonResponse(200, version)
      case '/metrics':
        return textResponse(200, await metrics.registry.metrics(), metrics.registry.contentType)
      case '/metrics/slis':
        return textResponse(200, await metrics.slis.text(), metrics.registry.contentType)
      default:
        return discovery.answer(path, call.request)
    }
  }
}
