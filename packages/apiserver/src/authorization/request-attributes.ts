/**
 * What authorizers are told about a request: who, and what its path asks for.
 * In: the user and the request info. Out: attributes; with selectors for lists, watches and collection deletes.
 */
import type { UserInfo } from '../authentication/authenticator.ts'
import type { RequestInfo } from '../request-info.ts'
import type { Attributes } from './authorizer.ts'
import { parsedSelectors } from './selectors.ts'

const selectingVerbs: ReadonlySet<string> = new Set(['list', 'watch', 'deletecollection'])

/** @param withSelectors the gate AuthorizeWithSelectors */
export function requestAttributes(user: UserInfo, info: RequestInfo, withSelectors: boolean): Attributes {
  const { verb, isResource, apiGroup, apiVersion, resource, subresource, namespace, name, path } = info
  const attributes: Attributes = {
    user,
    verb,
    isResource,
    apiGroup,
    apiVersion,
    resource,
    subresource,
    namespace,
    name,
    path,
  }
  if (!withSelectors || !isResource || !selectingVerbs.has(verb) || watchesByPath(path)) return attributes
  return { ...attributes, ...parsedSelectors(info) }
}

/** The old watch paths know selectors only in part, so that nothing may be decided by them. */
function watchesByPath(path: string): boolean {
  return /^\/+(?:api\/+[^/]+|apis\/+[^/]+\/+[^/]+)\/+watch\//.test(path)
}
