/**
 * Calls of an etcd cluster with deadlines, tried on other endpoints where that is safe.
 * In: a method and a request. Out: the response, or a Failure thrown as CallError.
 * Always: what only reads is tried on every endpoint; what writes is tried again only when it was certainly not sent.
 */
import { Metadata, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js'
import type { Endpoint, Endpoints } from './endpoints.ts'
import { failureOf, isUnavailable, isUnsent, type Failure } from './errors.ts'
import type { Method } from './messages.ts'

export class CallError extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.details)
    this.name = 'CallError'
    this.failure = failure
  }
}

export type CallKind = 'reads' | 'writes'

export interface CallParts {
  readonly endpoints: Endpoints
  readonly timeoutMs: number
}

export async function call<Request, Response>(
  parts: CallParts,
  kind: CallKind,
  method: Method<Request, Response>,
  request: Request,
): Promise<Response> {
  const { endpoints } = parts
  for (let left = endpoints.all.length - 1; ; left--) {
    const endpoint = endpoints.present
    try {
      return await callAt(endpoint, parts, method, request)
    } catch (error) {
      if (!(error instanceof CallError) || !isUnavailable(error.failure)) throw error
      endpoints.leave(endpoint)
      if (left === 0 || !(kind === 'reads' || isUnsent(error.failure))) throw error
    }
  }
}

/** The same at one endpoint. */
export function callAt<Request, Response>(
  { client }: Endpoint,
  { timeoutMs }: CallParts,
  method: Method<Request, Response>,
  request: Request,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    // Deadlines are gRPC's own affair: they count on the machine's clock, not on the host's.
    const deadline = new Date(Date.now() + timeoutMs)
    const done = (error: ServiceError | null, response?: Response): void => {
      if (error !== null) reject(new CallError(failureOf(error)))
      else resolve(response as Response)
    }
    client.makeUnaryRequest(method.path, method.encode, method.decode, request, new Metadata(), { deadline }, done)
  })
}

export function openStream<Request, Response>(
  { client }: Endpoint,
  method: Method<Request, Response>,
): ClientDuplexStream<Request, Response> {
  const metadata = new Metadata()
  // A member that has lost its leader says so instead of being silent.
  metadata.set('hasleader', 'true')
  return client.makeBidiStreamRequest(method.path, method.encode, method.decode, metadata)
}
