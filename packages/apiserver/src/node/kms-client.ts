/**
 * Calls to a KMS plugin: gRPC on a unix socket of this machine.
 * In: a method and a request. Out: the answer, or an Error with gRPC's words.
 * Always: every call has a deadline; the library is loaded with the first call, since most servers have no plugin.
 */
import { grpcCodeNames } from '@elli/host/grpc-codes'
import type { Client, ServiceError } from '@grpc/grpc-js'
import type { KmsMethod } from '../encryption/kms-messages.ts'

export interface KmsClient {
  call<Request, Response>(method: KmsMethod<Request, Response>, request: Request): Promise<Response>
  close(): void
}

/** @param endpoint `unix:///path`, or `unix:///@name` for an abstract socket */
export function kmsClient(endpoint: string, timeoutMs: number): KmsClient {
  const path = endpoint.replace(/^unix:(?:\/\/)?/, '')
  const target = path.startsWith('/@') ? `unix-abstract:${path.slice(2)}` : `unix:${path}`
  let connected: Promise<Client> | undefined
  const connect = async (): Promise<Client> => {
    const { Client: GrpcClient, credentials } = await import('@grpc/grpc-js')
    return new GrpcClient(target, credentials.createInsecure(), { 'grpc.default_authority': 'localhost' })
  }
  return {
    async call(method, request) {
      connected ??= connect()
      return unary(await connected, method, request, timeoutMs)
    },
    close() {
      connected?.then(
        (client) => client.close(),
        () => {
          // It could not be loaded, and whoever called has heard of it.
        },
      )
    },
  }
}

async function unary<Request, Response>(
  client: Client,
  { path, writeRequest, readResponse }: KmsMethod<Request, Response>,
  request: Request,
  timeoutMs: number,
): Promise<Response> {
  const { Metadata } = await import('@grpc/grpc-js')
  return new Promise((resolve, reject) => {
    // Deadlines are gRPC's own affair: they count on the machine's clock, not on the host's.
    const deadline = Date.now() + timeoutMs
    client.makeUnaryRequest(
      path,
      (message: Request) => Buffer.from(writeRequest(message)),
      (data: Buffer) => readResponse(data),
      request,
      new Metadata(),
      { deadline },
      (error: ServiceError | null, response) => {
        if (error !== null)
          reject(new Error(`rpc error: code = ${codeName(error.code)} desc = ${error.details}`, { cause: error }))
        else if (response === undefined) reject(new Error('the KMS plugin gave no answer'))
        else resolve(response)
      },
    )
  })
}

function codeName(code: number): string {
  return grpcCodeNames[code] ?? `Code(${code})`
}
