/**
 * OpenAPI paths that are no resources: discovery, version, the keys of service account tokens.
 * In: the groups and versions that are served. Out: path → item, all or those of one document of version 3.
 */
import { capital, groupName, groupTag } from './paths.ts'
import { type Operation, writeOperation } from './operations.ts'
import type { OpenApiVersion, Schema } from './schemas.ts'

export interface PlainPath {
  readonly path: string
  readonly item: Schema
}

const media = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']

export interface PlainPathsOptions {
  readonly version: OpenApiVersion
  /** Only what belongs to this document of version 3, such as `apis/apps`. */
  readonly document?: string
  readonly groupVersions: readonly { readonly group: string; readonly version: string }[]
  /** Documents about the issuer of service account tokens are served. */
  readonly issuer: boolean
  /** A reference to a message, such as `meta/v1` APIGroup. */
  reference(name: 'APIGroup' | 'APIGroupList' | 'APIResourceList' | 'APIVersions' | 'VersionInfo'): Schema
}

export function plainPaths(options: PlainPathsOptions): PlainPath[] {
  const { version, groupVersions, reference } = options
  const out: PlainPath[] = []
  const add = (path: string, document: string, operation: Omit<Operation, 'responses'>, answer: Schema): void => {
    if (options.document !== undefined && options.document !== document) return
    const get = writeOperation({ ...operation, responses: { '200': answer, '401': null } }, version)
    out.push({ path, item: { get } })
  }
  const forms = { consumes: media, produces: media }
  const groups = [...new Set(groupVersions.map((item) => item.group))]
  add(
    '/api/',
    'api',
    { id: 'getCoreAPIVersions', description: 'versions of the core group', tag: 'core', ...forms },
    reference('APIVersions'),
  )
  add(
    '/apis/',
    'apis',
    { id: 'getAPIVersions', description: 'groups and their versions', tag: 'apis', ...forms },
    reference('APIGroupList'),
  )
  for (const group of groups) {
    if (group === '') continue
    const id = `get${groupName(group)}APIGroup`
    add(
      `/apis/${group}/`,
      `apis/${group}`,
      { id, description: 'versions of a group', tag: groupTag(group), ...forms },
      reference('APIGroup'),
    )
  }
  for (const { group, version: name } of groupVersions) {
    const document = group === '' ? `api/${name}` : `apis/${group}/${name}`
    const id = `get${groupName(group)}${capital(name)}APIResources`
    const operation = { id, description: 'resources of a version', tag: groupTag(group, name), ...forms }
    add(`/${document}/`, document, operation, reference('APIResourceList'))
  }
  const json = ['application/json']
  add(
    '/version/',
    'version',
    { id: 'getCodeVersion', description: 'the version of this server', tag: 'version', consumes: json, produces: json },
    reference('VersionInfo'),
  )
  if (options.issuer) {
    add(
      '/.well-known/openid-configuration/',
      '.well-known/openid-configuration',
      {
        id: 'getServiceAccountIssuerOpenIDConfiguration',
        description: 'where the keys of service account tokens are',
        tag: 'WellKnown',
        consumes: [],
        produces: json,
      },
      { type: 'string' },
    )
    add(
      '/openid/v1/jwks/',
      'openid/v1/jwks',
      {
        id: 'getServiceAccountIssuerOpenIDKeyset',
        description: 'the keys of service account tokens',
        tag: 'openid',
        consumes: [],
        produces: ['application/jwk-set+json'],
      },
      { type: 'string' },
    )
  }
  return out
}
