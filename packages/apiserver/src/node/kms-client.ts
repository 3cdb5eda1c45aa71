/**
 * Calls to a KMS plugin: gRPC on a unix socket of this machine.
 * In: a method and a request. Out: the answer, or an Error with gRPC's words. Always: every call has a deadline.
 */
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js'
import type { KmsMethod } from '../encryption/kms-messages.ts'

export interface KmsClient {
  call<Request, Response>(method: KmsMethod<Request, Response>, request: Request): Promise<Response>
  close(): void
}

/** @param endpoint `unix:///path`, or `unix:///@name` for an abstract socket */
export function kmsClient(endpoint: string, timeoutMs: number): KmsClient {
  const path = endpoint.replace(/^unix:(?:\/\/)?/, '')
  const target = path.startsWith('/@') ? `unix-abstract:${path.slice(2)}` : `unix:${path}`
  const client = new Client(target, credentials.createInsecure(), { 'grpc.default_authority': 'localhost' })
  return {
    call: (method, request) =>
      new Promise((resolve, reject) => {
        const { path: where, writeRequest, readResponse } = method
        // Deadlines are gRPC's own affair: they count on the machine's clock, not on the host's.
        const deadline = Date.now() + timeoutMs
        client.makeUnaryRequest(
          where,
          (message: typeof request) => Buffer.from(writeRequest(message)),
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
      }),
    close: () => client.close(),
  }
}

const names = [
  'OK',
  'Canceled',
  'Unknown',
  'InvalidArgument',
  'DeadlineExceeded',
  'NotFound',
  'AlreadyExists',
  'PermissionDenied',
  'ResourceExhausted',
  'FailedPrecondition',
  'Aborted',
  'OutOfRange',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
  'Unauthenticated',
]

function codeName(code: number): string {
  return names[code] ?? `Code(${code})`
}
