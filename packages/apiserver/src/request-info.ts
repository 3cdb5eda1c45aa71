/**
 * Request info: what a request asks for, read from its method, path and query.
 * In: a WireRequest. Out: RequestInfo; for resource paths the verb, group, version, resource, subresource, namespace and name.
 * Always: pure; unknown paths come out as non-resource requests, never as errors.
 * Elsewhere: who answers (./router.ts).
 * @see apiserver pkg/endpoints/request, RequestInfoFactory
 */
import type { WireRequest } from '@elli/host/wire'

export interface RequestInfo {
  readonly isResource: boolean
  /** Path without query, as sent. */
  readonly path: string
  readonly query: URLSearchParams
  /** For resources the API verb, else the lower-case HTTP method. */
  readonly verb: string
  readonly apiGroup: string
  readonly apiVersion: string
  readonly resource: string
  readonly subresource: string
  readonly namespace: string
  readonly name: string
  /** Segments after resource, name and subresource: the rest of a proxy path. */
  readonly rest: readonly string[]
  readonly fieldSelector: string
  readonly labelSelector: string
}

const verbs: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
}

/** Under a namespace's own path these are subresources of it, not resources inside. */
const namespaceSubresources: ReadonlySet<string> = new Set(['status', 'finalize'])

export function requestInfo(request: WireRequest): RequestInfo {
  const mark = request.path.indexOf('?')
  const path = mark < 0 ? request.path : request.path.slice(0, mark)
  const query = new URLSearchParams(mark < 0 ? '' : request.path.slice(mark + 1))
  const plain = (): RequestInfo => ({
    isResource: false,
    path,
    query,
    verb: request.method.toLowerCase(),
    apiGroup: '',
    apiVersion: '',
    resource: '',
    subresource: '',
    namespace: '',
    name: '',
    rest: [],
    fieldSelector: '',
    labelSelector: '',
  })

  let parts = segments(path)
  const prefix = parts[0]
  if (parts.length < 3 || (prefix !== 'api' && prefix !== 'apis')) return plain()
  if (prefix === 'apis' && parts.length < 4) return plain()
  const apiGroup = prefix === 'apis' ? (parts[1] as string) : ''
  const apiVersion = (prefix === 'apis' ? parts[2] : parts[1]) as string
  parts = parts.slice(prefix === 'apis' ? 3 : 2)

  let verb = verbs[request.method] ?? ''
  if (parts[0] === 'watch' && parts.length > 1) {
    // The paths from before `?watch=true`; deprecated, still served.
    verb = 'watch'
    parts = parts.slice(1)
  }

  let namespace = ''
  if (parts[0] === 'namespaces' && parts.length > 1) {
    namespace = parts[1] as string
    if (parts.length > 2 && !namespaceSubresources.has(parts[2] as string)) parts = parts.slice(2)
  }
  const [resource = '', pathName = '', subresource = '', ...rest] = parts
  let name = pathName
  const fieldSelector = query.get('fieldSelector') ?? ''
  const labelSelector = query.get('labelSelector') ?? ''
  if (name === '' && (verb === 'get' || verb === 'watch')) {
    if (verb === 'get') verb = isTrue(query.get('watch')) ? 'watch' : 'list'
    name = nameOf(fieldSelector)
  } else if (name === '' && verb === 'delete') {
    verb = 'deletecollection'
    name = nameOf(fieldSelector)
  }
  return {
    isResource: true,
    path,
    query,
    verb,
    apiGroup,
    apiVersion,
    resource,
    subresource,
    namespace,
    name,
    rest,
    fieldSelector,
    labelSelector,
  }
}

function segments(path: string): string[] {
  return path
    .split('/')
    .filter((part, index, all) => part !== '' || (index > 0 && index < all.length - 1))
    .map(decoded)
}

function decoded(part: string): string {
  if (!part.includes('%')) return part
  try {
    return decodeURIComponent(part)
  } catch {
    // A broken escape names nothing that exists; taken literally it ends in a 404.
    return part
  }
}

/** Go's strconv.ParseBool as query parameters use it: present and empty is true as well. */
export function isTrue(value: string | null): boolean {
  return value !== null && value !== 'false' && value !== '0' && value !== 'f' && value !== 'F' && value !== 'False'
}

/** The name that a field selector pins down, so that authorization can see it. */
function nameOf(fieldSelector: string): string {
  for (const term of fieldSelector.split(',')) {
    const match = /^metadata\.name==?([^=!]+)$/.exec(term.trim())
    if (match?.[1] !== undefined) return match[1]
  }
  return ''
}
