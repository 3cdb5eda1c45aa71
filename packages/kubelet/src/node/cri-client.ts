/**
 * CRI over gRPC on a unix socket.
 * In: a socket path. Out: Cri. Always: messages up to 16 MiB; limits as in upstream (2 min, sandboxes 4 min, none for pulls and image fs).
 * Elsewhere: the contract (../cri/runtime.ts).
 */
import * as grpc from '@grpc/grpc-js'
import { cri, imageMethods, runtimeMethods, type CriMessages } from '../cri/v1.ts'
import { CriError, type Cri, type CriCallOptions, type CriImages, type CriRuntime } from '../cri/runtime.ts'
import type { Clock } from '@elli/host/clock'
import type { MessageCodec } from '../cri/proto.ts'

const defaultTimeoutMs = 120_000
const timeoutsMs: Readonly<Record<string, number>> = { RunPodSandbox: 240_000, PullImage: 0, ImageFsInfo: 0 }

export interface CriClientOptions {
  /** A path, or `unix:///path`. */
  endpoint: string
  clock: Clock
  /** Told about every finished call, for metrics. */
  observe?(method: string, seconds: number, error: unknown): void
}

export function connectCri(options: CriClientOptions): Cri {
  const path = options.endpoint.replace(/^unix:(\/\/)?/, '')
  const client = new grpc.Client(`unix:${path}`, grpc.credentials.createInsecure(), {
    'grpc.default_authority': 'localhost',
    'grpc.max_receive_message_length': 16 * 1024 * 1024,
    'grpc.max_send_message_length': 16 * 1024 * 1024,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 3000,
  })
  const service = (
    name: string,
    methods: Readonly<Record<string, readonly [keyof CriMessages, keyof CriMessages]>>,
  ): Record<string, unknown> => {
    const calls: Record<string, unknown> = {}
    for (const [method, [request, response]] of Object.entries(methods)) {
      calls[method.charAt(0).toLowerCase() + method.slice(1)] = unaryCall(
        client,
        `/runtime.v1.${name}/${method}`,
        method,
        cri[request] as MessageCodec<unknown>,
        cri[response] as MessageCodec<unknown>,
        options,
      )
    }
    return calls
  }
  return {
    runtime: service('RuntimeService', runtimeMethods) as unknown as CriRuntime,
    images: service('ImageService', imageMethods) as unknown as CriImages,
    close: () => client.close(),
  }
}

function unaryCall(
  client: grpc.Client,
  path: string,
  method: string,
  request: MessageCodec<unknown>,
  response: MessageCodec<unknown>,
  { clock, observe }: CriClientOptions,
) {
  return (message: object, call: CriCallOptions = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const { signal } = call
      if (signal?.aborted) {
        reject(new CriError(grpc.status.CANCELLED, 'context canceled', { cause: signal.reason }))
        return
      }
      const started = clock.monotonicMs()
      const limit = call.timeoutMs ?? timeoutsMs[method] ?? defaultTimeoutMs
      const running = client.makeUnaryRequest(
        path,
        (value: object) => request.encode(value),
        (bytes: Buffer) => response.decode(bytes),
        message,
        new grpc.Metadata(),
        // The deadline is the caller's wall clock by nature of gRPC: it travels as a duration.
        limit > 0 ? { deadline: clock.now() + limit } : {},
        (error, value) => {
          signal?.removeEventListener('abort', onAbort)
          observe?.(method, (clock.monotonicMs() - started) / 1000, error)
          if (error) reject(new CriError(error.code, describe(error)))
          else resolve(value)
        },
      )
      function onAbort(): void {
        running.cancel()
      }
      signal?.addEventListener('abort', onAbort, { once: true })
    })
}

function describe(error: grpc.ServiceError): string {
  if (error.code === grpc.status.DEADLINE_EXCEEDED) return 'context deadline exceeded'
  if (error.code === grpc.status.CANCELLED) return 'context canceled'
  return error.details
}

/** What the runtime uses, where it can be asked (CRI 1.28 and later); containerd 1.6 cannot. */
export async function cgroupDriverOf(cri: Cri, signal: AbortSignal): Promise<'cgroupfs' | 'systemd' | undefined> {
  try {
    const { linux } = await cri.runtime.runtimeConfig({}, { signal })
    return linux && (linux.cgroupDriver === 'SYSTEMD' ? 'systemd' : 'cgroupfs')
  } catch (error) {
    if (error instanceof CriError && error.code === 'Unimplemented') return undefined
    throw error
  }
}
