/**
 * What a request to the kubelet means to the authorizer: verb and `nodes/<subresource>`. Pure.
 * Source: kubernetes v1.31 pkg/kubelet/server/auth.go.
 */

export interface RequestAttributes {
  readonly verb: string
  readonly subresource: string
}

const verbs: Readonly<Record<string, string>> = {
  POST: 'create',
  GET: 'get',
  HEAD: 'get',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
}

const subresources: readonly (readonly [prefix: string, subresource: string])[] = [
  ['/stats', 'stats'],
  ['/metrics', 'metrics'],
  ['/logs', 'log'],
  ['/checkpoint', 'checkpoint'],
]

export function attributesOf(method: string, path: string): RequestAttributes {
  const found = subresources.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`))
  return { verb: verbs[method] ?? '', subresource: found?.[1] ?? 'proxy' }
}

export function forbiddenText(user: string, { verb, subresource }: RequestAttributes): string {
  return `Forbidden (user=${user}, verb=${verb}, resource=nodes, subresource=${subresource})`
}
