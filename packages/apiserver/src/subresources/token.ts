/** serviceaccounts/token: issues a bound token. What may be asked for is decided in ../authentication/token-request.ts. */
import { TokenRequest } from '@elli/api/authentication/v1'
import type { ServiceAccount } from '@elli/api/core/v1'
import type { WireResponse } from '@elli/host/wire'
import { notFound } from '@elli/machinery/errors'
import { requestToken, type TokenRequestOptions, validateTokenRequest } from '../authentication/token-request.ts'
import type { Call } from '../endpoints/call.ts'
import type { ServedEndpoints } from '../endpoints/served-endpoints.ts'
import { writeOptions } from '../endpoints/writes.ts'
import { readFresh } from '../registry/environment.ts'
import { objectResponse, readObject, type ObjectKind } from './objects.ts'

const tokenKind: ObjectKind<TokenRequest> = {
  apiVersion: 'authentication.k8s.io/v1',
  kind: 'TokenRequest',
  schema: TokenRequest,
}

/** Audit annotation that ties a token's later uses to the request that made it. */
const issuedCredentialIdKey = 'authentication.kubernetes.io/issued-credential-id'

export async function createToken(
  accounts: ServedEndpoints,
  call: Call,
  tokens: TokenRequestOptions,
  gates: (gate: string) => boolean,
): Promise<WireResponse> {
  const options = writeOptions(call, 'CreateOptions')
  const posted = readObject(call, tokenKind, gates)
  posted.metadata ??= {}
  const { namespace, name } = call.info
  const entry = await readFresh(accounts.env, accounts.served.kind, namespace, name)
  if (entry === undefined) throw notFound({ group: '', resource: 'serviceaccounts' }, name)
  const context = accounts.writes.context(call, options.dryRun, options, 'token')
  await context.admit('CREATE', name, posted, undefined)
  validateTokenRequest(posted, namespace, name)
  await context.validate('CREATE', name, posted, undefined)
  const account = accounts.env.hot.object(entry) as ServiceAccount
  const asked = { ...tokens, featureEnabled: gates }
  const { request, warnings, credentialId } = await requestToken(asked, account, posted)
  for (const text of warnings) context.warn(text)
  if (credentialId !== undefined) call.annotate?.(issuedCredentialIdKey, credentialId)
  return objectResponse(call, 201, tokenKind, request)
}
