/**
 * A KMS plugin for tests: gRPC on a unix socket, keys that can be changed, faults on request.
 * "Encrypts" by putting the key's name before the data, so that tests see what happens.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Server, ServerCredentials, status, type handleUnaryCall } from '@grpc/grpc-js'
import { decryptV1, decryptV2, encryptV1, encryptV2, statusV2, type KmsMethod } from '../encryption/kms-messages.ts'

export interface TestKmsPlugin extends AsyncDisposable {
  /** `unix:///…/kms.sock` */
  readonly endpoint: string
  keyId: string
  healthz: string
  /** Calls by the method's name. */
  readonly calls: Record<'status' | 'encrypt' | 'decrypt', number>
  /** Decrypting fails with this, when set. */
  refusal: string | undefined
}

export async function testKmsPlugin(): Promise<TestKmsPlugin> {
  const directory = mkdtempSync(join(tmpdir(), 'kms-'))
  const path = join(directory, 'kms.sock')
  const server = new Server()
  const seal = (data: Uint8Array): Buffer => Buffer.concat([Buffer.from(`${plugin.keyId}|`), data])
  const open = (data: Uint8Array): Buffer => {
    const sealed = Buffer.from(data)
    return sealed.subarray(sealed.indexOf('|') + 1)
  }
  const plugin: TestKmsPlugin = {
    endpoint: `unix://${path}`,
    keyId: 'key-1',
    healthz: 'ok',
    calls: { status: 0, encrypt: 0, decrypt: 0 },
    refusal: undefined,
    async [Symbol.asyncDispose]() {
      server.forceShutdown()
      rmSync(directory, { recursive: true, force: true })
    },
  }
  const refuse = (): void => {
    if (plugin.refusal !== undefined)
      throw Object.assign(new Error(plugin.refusal), { code: status.FAILED_PRECONDITION, details: plugin.refusal })
  }
  const methods = [
    unary('status', statusV2, () => {
      plugin.calls.status++
      return { version: 'v2', healthz: plugin.healthz, keyId: plugin.keyId }
    }),
    unary('encrypt', encryptV2, ({ plaintext }) => {
      plugin.calls.encrypt++
      const annotations = { 'note.kms.example.com': Buffer.from('hello') }
      return { ciphertext: seal(plaintext), keyId: plugin.keyId, annotations }
    }),
    unary('decrypt', decryptV2, ({ ciphertext }) => {
      plugin.calls.decrypt++
      refuse()
      return { plaintext: open(ciphertext) }
    }),
    unary('encryptV1', encryptV1, ({ data }) => {
      plugin.calls.encrypt++
      return { data: seal(data) }
    }),
    unary('decryptV1', decryptV1, ({ data }) => {
      plugin.calls.decrypt++
      refuse()
      return { data: open(data) }
    }),
  ]
  server.addService(
    Object.fromEntries(methods.map(({ name, definition }) => [name, definition])),
    Object.fromEntries(methods.map(({ name, handler }) => [name, handler])),
  )
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${path}`, ServerCredentials.createInsecure(), (error) =>
      error === null ? resolve() : reject(error),
    )
  })
  return plugin
}

function unary<Request, Response>(
  name: string,
  method: KmsMethod<Request, Response>,
  answer: (request: Request) => Response,
) {
  const handler: handleUnaryCall<Request, Response> = ({ request }, done) => {
    try {
      done(null, answer(request))
    } catch (error) {
      done(error as Error)
    }
  }
  const definition = {
    path: method.path,
    requestStream: false,
    responseStream: false,
    requestSerialize: (request: Request) => Buffer.from(method.writeRequest(request)),
    requestDeserialize: method.readRequest,
    responseSerialize: (response: Response) => Buffer.from(method.writeResponse(response)),
    responseDeserialize: method.readResponse,
  }
  return { name, definition, handler }
}
