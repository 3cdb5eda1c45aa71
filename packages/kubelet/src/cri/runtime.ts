/**
 * The container runtime as the kubelet sees it: CRI v1 calls as functions from message to message.
 * Always: a call that fails throws CriError with the gRPC code; every call has a time limit (§ timeouts below) and ends with its signal.
 * Elsewhere: over gRPC (../node/cri-client.ts), messages (./v1.types.ts).
 */
import { grpcCodeNames } from '@elli/host/grpc-codes'
import type { Init } from './proto.ts'
import type { imageMethods, runtimeMethods, CriMessages } from './v1.ts'

type Methods<M extends Record<string, readonly [keyof CriMessages, keyof CriMessages]>> = {
  readonly [K in keyof M as Uncapitalize<K & string>]: (
    request: Init<CriMessages[M[K][0]]>,
    options?: CriCallOptions,
  ) => Promise<CriMessages[M[K][1]]>
}

export interface CriCallOptions {
  signal?: AbortSignal | undefined
  /** Replaces the usual limit; 0 means none. */
  timeoutMs?: number
}

type WritableMethods<T> = { -readonly [K in keyof T]: T[K] extends readonly [infer A, infer B] ? [A, B] : never }

export type CriRuntime = Methods<WritableMethods<typeof runtimeMethods>>
export type CriImages = Methods<WritableMethods<typeof imageMethods>>

export interface Cri {
  readonly runtime: CriRuntime
  readonly images: CriImages
  close(): void
}

export class CriError extends Error {
  override readonly name = 'CriError'
  readonly code: (typeof grpcCodeNames)[number]
  /** The runtime's own words, without the gRPC prefix. */
  readonly description: string

  constructor(code: number, description: string, options?: ErrorOptions) {
    const name = grpcCodeNames[code] ?? 'Unknown'
    super(`rpc error: code = ${name} desc = ${description}`, options)
    this.code = name
    this.description = description
  }
}

export const isCriNotFound = (error: unknown): boolean => error instanceof CriError && error.code === 'NotFound'
