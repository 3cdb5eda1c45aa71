/**
 * The routes of one version of a custom resource: those of any resource, with what is different.
 * Custom resources have no protobuf form and no strategic merge; deprecated versions warn; nothing is made of what is terminating.
 */
import { methodNotSupported, notAcceptable, unsupportedMediaType } from '@elli/machinery/errors'
import type { Call } from '../endpoints/call.ts'
import { clauses } from '../http/negotiation.ts'
import type { Handler, Route } from '../router.ts'

const textTypes = ['application/json', 'application/yaml']
const patchTypes = ['application/json-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml']
const protobuf = 'application/vnd.kubernetes.protobuf'

export interface CustomRouteOptions {
  /** Told to everybody who uses the version. */
  readonly warning: string | undefined
  readonly terminating: boolean
  readonly group: string
  readonly resource: string
  /** Resolves when the cache shows the store. */
  ready(): Promise<void>
}

export function customRoute(route: Route, options: CustomRouteOptions): Route {
  const handlers = new Map<string, Handler>()
  for (const [name, handler] of route.handlers) handlers.set(name, customHandler(name, handler, options))
  if (options.terminating) {
    // Upstream's discovery does not name them any more, yet its handlers still work.
    handlers.set('create', () => Promise.reject(terminatingError(options)))
  }
  return { ...route, handlers }
}

function customHandler(name: string, handler: Handler, { warning, ready }: CustomRouteOptions): Handler {
  const [verb = '', subresource = ''] = name.split('/')
  // A Scale is a built-in kind with all its forms.
  const isScale = subresource === 'scale'
  return async (call) => {
    await ready()
    if (warning !== undefined) call.warnings.push(warning)
    if (verb === 'patch') checkPatchType(call)
    else if ((verb === 'create' || verb === 'update') && !isScale) checkBodyType(call)
    return handler(isScale ? call : withoutProtobuf(call))
  }
}

function terminatingError({ group, resource }: CustomRouteOptions): Error {
  const error = methodNotSupported({ group, resource }, 'create')
  error.status.message = 'create not allowed while custom resource definition is terminating'
  return error
}

function checkPatchType({ request }: Call): void {
  const type = request.headers['content-type']?.split(';', 1)[0] ?? ''
  if (type === 'application/strategic-merge-patch+json') throw unsupportedMediaType(patchTypes)
}

function checkBodyType({ request }: Call): void {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
  if (type === protobuf) throw unsupportedMediaType(textTypes)
}

/** Protobuf is for Tables and metadata only; who asks for nothing else gets nothing. */
function withoutProtobuf(call: Call): Call {
  const accept = call.request.headers['accept']
  if (accept === undefined || !accept.includes(protobuf)) return call
  const kept = accept.split(',').filter((clause) => !isPlainProtobuf(clause))
  if (kept.length === 0) throw notAcceptable(textTypes)
  return { ...call, request: { ...call.request, headers: { ...call.request.headers, accept: kept.join(',') } } }
}

function isPlainProtobuf(text: string): boolean {
  const [clause] = clauses(text)
  return clause?.type === protobuf && (clause.parameters['as'] ?? '') === ''
}
