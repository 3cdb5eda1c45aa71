/** One request of the fuzzer: method, path, query, headers, body, and the road it takes. All of it follows from seed and number. */
import { encodeMessage } from '@elli/api/schema/protobuf'
import { DeleteOptions } from '@elli/api/meta/v1'
import { bodyOf, patchOf } from './bodies.ts'
import { Chance } from './chance.ts'
import { mutatedBytes } from './mutate.ts'
import { shaped } from './shaped.ts'
import { anyName, anyTarget, objectFor } from './targets.ts'

export type Road = 'in process' | 'HTTP/1.1' | 'HTTP/2' | 'upgrade' | 'raw bytes'

export interface FuzzRequest {
  readonly road: Road
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
  /** It has no end of its own: the client leaves after a while. */
  readonly lasting: boolean
}

export function requestAt(seed: number, index: number): FuzzRequest {
  const chance = new Chance(seed, index)
  const road = chance.branch<Road>([
    [10, () => 'in process'],
    [4, () => 'HTTP/1.1'],
    [5, () => 'HTTP/2'],
    [1, () => 'upgrade'],
    [1, () => 'raw bytes'],
  ])
  const made = chance.branch<Omit<FuzzRequest, 'road' | 'lasting'>>([
    [14, () => write(chance)],
    [6, () => read(chance)],
    [3, () => wander(chance)],
  ])
  const path = chance.oneIn(30) ? brokenPath(made.path, chance) : made.path
  const headers = { ...made.headers, ...headersFor(chance) }
  if (road === 'upgrade') return { ...upgrade(chance), road, lasting: true }
  const lasting = /[/?&]watch|follow=|portforward|attach|exec|proxy/.test(path)
  return { ...made, road, path, headers, lasting }
}

function write(chance: Chance): Omit<FuzzRequest, 'road' | 'lasting'> {
  const target = anyTarget(chance)
  const sub = target.subresources.length > 0 && chance.oneIn(5) ? chance.pick(target.subresources) : undefined
  const aim = sub === undefined ? target : { ...sub, seeds: [] }
  const object = objectFor(sub?.kind === target.kind ? target : aim, chance)
  const collection = chance.oneIn(25) ? target.path.replace('/namespaces/default', '') : target.path
  const named = (object['metadata'] as { name?: unknown } | null)?.name
  const name = typeof named === 'string' && !chance.oneIn(10) ? encodeURIComponent(wellFormed(named)) : anyName(chance)
  const item = `${collection}/${name}${sub === undefined ? '' : `/${sub.name}`}`
  const method = chance.pick(['POST', 'POST', 'POST', 'PUT', 'PUT', 'PATCH', 'PATCH', 'PATCH', 'DELETE'])
  const query = queryOf(chance, writeOptions)
  switch (method) {
    case 'POST':
    case 'PUT': {
      const body = bodyOf(object, sub?.kind === target.kind ? target.schema : aim.schema, chance)
      const path = method === 'PUT' || sub !== undefined ? item : collection
      return { method, path: path + query, headers: typeHeaders(body), body: body.bytes }
    }
    case 'PATCH': {
      const body = patchOf(object, chance)
      const needed =
        body.type.includes('apply') && !chance.oneIn(10)
          ? `${query === '' ? '?' : `${query}&`}fieldManager=${chance.pick(['a', 'b'])}`
          : query
      return { method, path: item + needed, headers: typeHeaders(body), body: body.bytes }
    }
    default: {
      const path = chance.oneIn(6) ? collection : item
      const removal = chance.oneIn(2) ? undefined : deleteBody(chance)
      return {
        method,
        path: path + queryOf(chance, [...writeOptions, ...readOptions]),
        headers: removal === undefined ? {} : typeHeaders(removal),
        body: removal?.bytes,
      }
    }
  }
}

const wellFormed = (text: string): string => text.replaceAll(/[\ud800-\udfff]/g, '?')

function typeHeaders(body: { type: string; encoding?: string }): Record<string, string> {
  return {
    ...(body.type === '' ? {} : { 'content-type': body.type }),
    ...(body.encoding === undefined ? {} : { 'content-encoding': body.encoding }),
  }
}

function deleteBody(chance: Chance): { type: string; bytes: Uint8Array } {
  const options = {
    kind: 'DeleteOptions',
    apiVersion: chance.pick(['v1', 'apps/v1', 'x/y', 'meta.k8s.io/v1']),
    ...shaped(DeleteOptions, chance),
  }
  return chance.branch([
    [4, () => bodyOf(options, DeleteOptions, chance)],
    [
      1,
      () => ({
        type: 'application/vnd.kubernetes.protobuf',
        bytes: safely(() => mutatedBytes(encodeMessage(DeleteOptions, options), chance)),
      }),
    ],
  ])
}

function safely(make: () => Uint8Array): Uint8Array {
  try {
    return make()
  } catch {
    return new Uint8Array([0])
  }
}

function read(chance: Chance): Omit<FuzzRequest, 'road' | 'lasting'> {
  const target = anyTarget(chance)
  const sub = target.subresources.length > 0 && chance.oneIn(5) ? `/${chance.pick(target.subresources).name}` : ''
  const collection = chance.oneIn(5) ? target.path.replace('/namespaces/default', '') : target.path
  const path = chance.branch<string>([
    [4, () => collection],
    [3, () => `${collection}/${anyName(chance)}${sub}`],
    [1, () => collection.replace(/^\/(api\/v1|apis\/[^/]+\/[^/]+)/, '$&/watch')],
    [1, () => `${collection.replace(/^\/(api\/v1|apis\/[^/]+\/[^/]+)/, '$&/watch')}/${anyName(chance)}`],
  ])
  return {
    method: chance.oneIn(12) ? 'HEAD' : 'GET',
    path: path + queryOf(chance, readOptions),
    headers: {},
    body: undefined,
  }
}

/** Documents, health, discovery, and paths that lead nowhere. */
function wander(chance: Chance): Omit<FuzzRequest, 'road' | 'lasting'> {
  const path = chance.branch<string>([
    [3, () => chance.pick(plainPaths)],
    [
      2,
      () => `/${chance.times(7, () => (chance.oneIn(6) ? chance.pick(oddSegments) : chance.pick(segments))).join('/')}`,
    ],
    [
      1,
      () =>
        `/api/v1/namespaces/default/${chance.pick(['pods/x', 'services/x', 'services/https:x:1'])}/proxy/${chance.pick(['', 'a/b', '..', '%2e%2e'])}`,
    ],
    [1, () => `/api/v1/nodes/${anyName(chance)}/proxy/${chance.pick(['', 'stats', '../..'])}`],
    [1, () => `/apis/agg.example.com/v1/${chance.pick(segments)}`],
  ])
  const method = chance.pick([
    'GET',
    'GET',
    'GET',
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'HEAD',
    'OPTIONS',
    'TRACE',
    'PROPFIND',
  ])
  const body =
    method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || method === 'TRACE'
      ? undefined
      : Buffer.from(chance.text(60))
  return {
    method,
    path: path + queryOf(chance, [...readOptions, ...writeOptions]),
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body,
  }
}

const plainPaths = [
  ...[
    '/',
    '/healthz',
    '/livez',
    '/readyz',
    '/livez/ping',
    '/readyz?verbose',
    '/readyz/nonsense',
    '/metrics',
    '/metrics/slis',
    '/version',
  ],
  ...[
    '/version/',
    '/api',
    '/api/',
    '/api/v1',
    '/apis',
    '/apis/apps',
    '/apis/apps/v1',
    '/apis/fuzz.example.com',
    '/apis/fuzz.example.com/v1',
  ],
  ...[
    '/openapi/v2',
    '/openapi/v3',
    '/openapi/v3/api/v1',
    '/openapi/v3/apis/fuzz.example.com/v1',
    '/openapi/v3/apis/x',
    '/openapi/v3?hash=x',
  ],
  ...[
    '/.well-known/openid-configuration',
    '/openid/v1/jwks',
    '/debug/pprof/',
    '/debug/api_priority_and_fairness/dump_requests',
  ],
  ...[
    '/debug/flags/v',
    '/logs',
    '/logs/../etc/passwd',
    '/configz',
    '/statusz',
    '/flagz',
    '/favicon.ico',
    '/swagger.json',
    '//api//v1',
    '/api/v1/',
  ],
]

const segments = [
  ...[
    'api',
    'apis',
    'v1',
    'v2',
    'apps',
    'batch',
    'namespaces',
    'default',
    'configmaps',
    'pods',
    'nodes',
    'watch',
    'status',
    'scale',
  ],
  ...[
    'proxy',
    'log',
    'x',
    'services',
    'secrets',
    'finalize',
    'binding',
    'eviction',
    'token',
    'openapi',
    'fuzz.example.com',
    'things',
    'exec',
  ],
]
const oddSegments = [
  '..',
  '.',
  '%2e%2e',
  '%00',
  '%zz',
  '%',
  'a%2fb',
  '%F0%9F%92%A9',
  '%ff',
  '__proto__',
  'constructor',
  '~',
  '-',
  '',
  ';a=b',
  'x'.repeat(5000),
]

function brokenPath(path: string, chance: Chance): string {
  const parts = path.split('/')
  parts.splice(chance.below(parts.length + 1), chance.below(2), chance.pick(oddSegments))
  const joined = parts.join('/')
  return joined.startsWith('/') ? joined : `/${joined}`
}

const readOptions = [
  'limit',
  'continue',
  'resourceVersion',
  'resourceVersionMatch',
  'labelSelector',
  'fieldSelector',
  'timeoutSeconds',
  'timeout',
  'watch',
  'allowWatchBookmarks',
  'sendInitialEvents',
  'includeObject',
  'pretty',
  'container',
  'tailLines',
  'follow',
  'sinceTime',
  'limitBytes',
  'previous',
]
const writeOptions = [
  'dryRun',
  'fieldManager',
  'fieldValidation',
  'force',
  'gracePeriodSeconds',
  'propagationPolicy',
  'orphanDependents',
  'pretty',
  'timeout',
  'preconditions',
  'ignoreStoreReadErrorWithClusterBreakingPotential',
]
const words: Readonly<Record<string, readonly string[]>> = {
  limit: ['1', '2', '500', '0', '-1', 'x', '9223372036854775808'],
  continue: [
    'eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiJ4XHUwMDAwIn0',
    'eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6LTEsInN0YXJ0IjoiZGVmYXVsdC94XHUwMDAwIn0',
    'eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6OTk5OTk5OTk5LCJzdGFydCI6Ii4uLy4uL3gifQ',
    'eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ',
    'x',
    '%%%',
    'bnVsbA',
    'W10',
  ],
  resourceVersion: ['0', '1', '5', '', '-1', 'x', '99999999', '9223372036854775808', '1.5'],
  resourceVersionMatch: ['Exact', 'NotOlderThan', 'x', ''],
  labelSelector: [
    'a=b',
    'a in (b,c)',
    'a notin ()',
    '!a',
    'a,,b',
    'a in (b',
    'a>1',
    'a==b==c',
    '%00',
    'x'.repeat(300),
    `${'a,'.repeat(500)}a`,
  ],
  fieldSelector: [
    'metadata.name=x',
    'metadata.name!=x,metadata.namespace=default',
    'spec.nodeName=',
    'spec.x=1',
    '=',
    'a',
    'status.phase=Running',
    'spec.fixed=abc',
    'a\\=b=c',
  ],
  timeoutSeconds: ['1', '0', '-1', 'x', '99999999999999'],
  timeout: ['1s', '0s', '-1s', 'x', '1ns', '34s', '99999h'],
  watch: ['true', '1', 'x', '', 'false'],
  sendInitialEvents: ['true', 'false', 'x'],
  includeObject: ['None', 'Object', 'Metadata', 'x'],
  dryRun: ['All', 'x', '', 'All&dryRun=All'],
  fieldManager: ['m', 'x'.repeat(200), '%00', '', 'é'],
  fieldValidation: ['Strict', 'Warn', 'Ignore', 'x'],
  force: ['true', 'false', 'x'],
  gracePeriodSeconds: ['0', '1', '-1', 'x', '9223372036854775807'],
  propagationPolicy: ['Foreground', 'Background', 'Orphan', 'x', ''],
  sinceTime: ['2024-01-01T00:00:00Z', 'x'],
}

function queryOf(chance: Chance, names: readonly string[]): string {
  const pairs = chance.oneIn(3) ? chance.times(4, () => pair(chance.pick(names), chance)) : []
  if (chance.oneIn(80)) pairs.push(chance.pick(['%', '&&=&', 'a=%zz', '=', 'x[]=1', ';', '?', `a=${'x'.repeat(5000)}`]))
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

function pair(name: string, chance: Chance): string {
  const known = words[name] ?? ['true', 'false', '0', '1', 'x', '']
  const value = chance.oneIn(12) ? wellFormed(chance.text(12)) : chance.pick(known)
  // Broken escapes and further pairs go out as they are.
  return `${name}=${/^%|^All&/.test(value) && !/[^ -~]| /.test(value) ? value : encodeURIComponent(value)}`
}

const accepts = [
  '*/*',
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
  'text/html',
  'text/plain',
  ';;q=x,',
  'application/json;q=0',
  'application/json;as=Table;g=meta.k8s.io;v=v1',
  'application/json;as=Table;g=meta.k8s.io;v=v1,application/json;as=Table;g=meta.k8s.io;v=v1beta1,application/json',
  'application/vnd.kubernetes.protobuf;as=Table;g=meta.k8s.io;v=v1',
  'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
  'application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/vnd.kubernetes.protobuf;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/com.github.proto-openapi.spec.v2@v1.0+protobuf',
  'application/com.github.proto-openapi.spec.v3@v1.0+protobuf',
  'application/cbor',
  'application/json;as=Nonsense;g=x;v=y',
  'application/vnd.kubernetes.protobuf;stream=watch',
  'application/json;stream=watch',
  'a'.repeat(4000),
]

function headersFor(chance: Chance): Record<string, string> {
  const headers: Record<string, string> = {}
  if (chance.oneIn(2)) headers['accept'] = chance.pick(accepts)
  if (chance.oneIn(8))
    headers['accept-encoding'] = chance.pick(['gzip', 'br', 'gzip;q=0', 'deflate, gzip;q=1.0, *;q=0.5', '*', 'x'])
  if (chance.oneIn(6)) Object.assign(headers, chance.pick(oddHeaders))
  return headers
}

const oddHeaders: readonly Readonly<Record<string, string>>[] = [
  { range: 'bytes=0-10' },
  { range: 'bytes=10-0,5-' },
  { 'if-match': '"x"', 'if-none-match': '*' },
  { 'if-modified-since': 'nonsense' },
  { 'x-http-method-override': 'DELETE' },
  { 'impersonate-user': 'somebody' },
  { 'impersonate-user': 'system:serviceaccount:default:x', 'impersonate-group': 'g' },
  { 'impersonate-group': 'g' },
  { 'impersonate-uid': 'u' },
  { 'impersonate-user': '%00', 'impersonate-extra-a%zz': 'x' },
  { 'impersonate-user': 'a', 'impersonate-extra-scopes': 'x' },
  { authorization: 'Bearer x' },
  { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.' },
  {
    authorization:
      'Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJpc3MiOiJodHRwczovL2t1YmVybmV0ZXMuZGVmYXVsdC5zdmMuY2x1c3Rlci5sb2NhbCJ9.AAAA',
  },
  { authorization: `Bearer ${'a'.repeat(6000)}` },
  { authorization: 'Basic eDp5' },
  { authorization: 'Bearer abcdef.0123456789abcdef' },
  { 'x-remote-user': 'admin', 'x-remote-group': 'system:masters' },
  { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', baggage: 'a=b' },
  { traceparent: 'x' },
  { origin: 'https://example.com', 'access-control-request-method': 'GET' },
  { 'audit-id': 'x'.repeat(300) },
  { 'user-agent': 'x'.repeat(3000) },
  { cookie: 'a=b; __proto__=c' },
  { 'x-forwarded-for': '1.2.3.4, evil' },
  { 'kubectl-command': 'x' },
]

function upgrade(chance: Chance): Omit<FuzzRequest, 'road' | 'lasting'> {
  const path = chance.pick([
    '/api/v1/namespaces/default/pods/x/exec?command=ls&stdout=true',
    '/api/v1/namespaces/default/pods/x/exec?command=%00&stdin=x&tty=maybe',
    '/api/v1/namespaces/default/pods/x/attach?stdout=true&container=nope',
    '/api/v1/namespaces/default/pods/y/portforward?ports=80,x,99999',
    '/api/v1/namespaces/default/services/x/proxy/',
    '/api/v1/nodes/x/proxy/exec',
    '/api/v1/namespaces/default/pods?watch=true',
    '/apis/agg.example.com/v1/x',
    '/nonsense',
    '/api/v1/namespaces/default/pods/x/exec',
  ])
  const headers = chance.pick<Record<string, string>>([
    {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      'sec-websocket-version': '13',
      'sec-websocket-protocol': 'v5.channel.k8s.io',
    },
    { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'short', 'sec-websocket-version': '99' },
    { connection: 'Upgrade', upgrade: 'websocket' },
    { connection: 'Upgrade', upgrade: 'SPDY/3.1', 'x-stream-protocol-version': 'v4.channel.k8s.io' },
    { connection: 'Upgrade', upgrade: 'SPDY/9.9' },
    { connection: 'Upgrade', upgrade: 'h2c', 'http2-settings': 'AAA' },
    { connection: 'upgrade, keep-alive', upgrade: '%00' },
  ])
  return { method: chance.pick(['GET', 'POST', 'POST', 'PUT']), path, headers, body: undefined }
}
