/** OIDC discovery of the service account issuer: `/.well-known/openid-configuration` and the key set. */
import {
  jwksContentType,
  jwksDocument,
  jwksPath,
  keysCacheSeconds,
  openIdConfiguration,
  openIdConfigurationPath,
} from './authentication/service-account-keys.ts'
import { utf8 } from './http/body.ts'
import { bytesResponse } from './http/responses.ts'
import type { ServiceAccountOptions } from './options.ts'
import type { PlainEndpoints } from './plain-endpoints.ts'

export async function issuerDiscovery(
  { issuer, keys, jwksUri }: NonNullable<ServiceAccountOptions['discovery']>,
  externalAddress: string,
): Promise<PlainEndpoints> {
  const set = utf8(JSON.stringify(await jwksDocument(keys)))
  const where = { issuer, externalAddress, ...(jwksUri === undefined ? {} : { jwksUri }) }
  const configuration = utf8(JSON.stringify(openIdConfiguration(keys, where)))
  const headers = { 'cache-control': `public, max-age=${keysCacheSeconds}` }
  return async ({ info }) => {
    if (info.path === openIdConfigurationPath) return bytesResponse(200, 'application/json', [configuration], headers)
    if (info.path === jwksPath) return bytesResponse(200, jwksContentType, [set], headers)
    return undefined
  }
}
