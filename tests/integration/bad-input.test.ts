/**
 * Bad input over real HTTPS: every row is a request that upstream refuses, with upstream's code, reason, message and causes.
 * Elsewhere: credentials (bad-credentials.test.ts), input nobody thought of (fuzz/).
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cluster, createCluster } from 'elli'
import {
  type Ask,
  type Cause,
  credentialsIn,
  type RawAnswer,
  type RawOptions,
  rawRequests,
  type RawStatus,
  statusIn,
  warningsIn,
} from './raw-requests.ts'

const configMaps = '/api/v1/namespaces/default/configmaps'
const pods = '/api/v1/namespaces/default/pods'
const deployments = '/apis/apps/v1/namespaces/default/deployments'
const json = JSON.stringify
const merge = 'application/merge-patch+json'
const strategic = 'application/strategic-merge-patch+json'
const jsonPatch = 'application/json-patch+json'
const yaml = 'application/yaml'

const reasons: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  410: 'Expired',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  504: 'Timeout',
}

interface Row {
  readonly title: string
  readonly method: string
  readonly path: string
  readonly options?: RawOptions
  readonly code: number
  readonly reason?: string
  readonly message: string
  readonly details?: RawStatus['details']
}

let cluster: Cluster
let ask: Ask

beforeAll(async () => {
  cluster = await createCluster({ https: true, controllers: ['serviceaccount', 'root-ca-certificate-publisher'] })
  ask = rawRequests(credentialsIn(cluster.kubeconfig ?? ''))
  for (const [path, body] of [
    [configMaps, { metadata: { name: 'there' }, data: { a: 'b' } }],
    [configMaps, { metadata: { name: 'sealed' }, immutable: true, data: { a: 'b' } }],
    [deployments, deployment('there')],
  ] as const)
    expect((await ask('POST', path, { body: json(body) })).code).toBe(201)
})

afterAll(async () => {
  await cluster.close()
})

function deployment(name: string, spec: Readonly<Record<string, unknown>> = {}) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      selector: { matchLabels: { app: 'a' } },
      template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
      ...spec,
    },
  }
}

/** An answer must be that Status, and the server's connection must outlive it. */
async function check({ method, path, options, code, reason, message, details }: Row): Promise<void> {
  const answer = await ask(method, path, options)
  const status = statusIn(answer)
  expect({ code: answer.code, message: status.message }).toEqual({ code, message })
  expect(status).toMatchObject({ status: 'Failure', code })
  expect(status.reason ?? '').toBe(reason ?? reasons[code])
  if (details !== undefined) expect(status.details).toEqual(details)
}

function rows(title: string, table: readonly Row[]): void {
  describe(title, () => {
    test.each(table.map((row) => [row.title, row] as const))('%s', (_, row) => check(row))
  })
}

const post = (title: string, path: string, body: string, message: string, more: Partial<Row> = {}): Row => ({
  title,
  method: 'POST',
  path,
  options: { body },
  code: 400,
  message,
  ...more,
})
const get = (title: string, path: string, message: string, more: Partial<Row> = {}): Row => ({
  title,
  method: 'GET',
  path,
  code: 400,
  message,
  ...more,
})
const unrecognized = (kind: string, text: string): string =>
  `the object provided is unrecognized (must be of type ${kind}): ${text}`
const noTypeLine = (text: string): string =>
  unrecognized('ConfigMap', `couldn't get version/kind; json parse error: ${text}`)
const handled = (kind: string, text: string): string =>
  `${kind} in version "v1" cannot be handled as a ${kind}: ${text}`

rows('malformed JSON', [
  post('no body', configMaps, '', noTypeLine('unexpected end of JSON input (<empty>)')),
  post('cut short', configMaps, '{"a":', noTypeLine('unexpected end of JSON input ({"a":)')),
  post('a word', configMaps, 'hello', noTypeLine("invalid character 'h' looking for beginning of value (68656c6c6f)")),
  post(
    'a comma too many',
    configMaps,
    '{"a":1,}',
    noTypeLine(`invalid character '}' looking for beginning of object key string ({"a":1,})`),
  ),
  post(
    'more after the end',
    configMaps,
    '{"kind":"ConfigMap","apiVersion":"v1"} x',
    noTypeLine(`invalid character 'x' after top-level value ({"kind":"ConfigMap","apiVersio ...)`),
  ),
  post(
    'a list',
    configMaps,
    '[]',
    noTypeLine(
      `json: cannot unmarshal array into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (5b5d)`,
    ),
  ),
  post(
    'kind is a number',
    configMaps,
    '{"kind":5}',
    noTypeLine('json: cannot unmarshal number into Go struct field .kind of type string ({"kind":5})'),
  ),
  post(
    'three parts of a version',
    configMaps,
    '{"kind":"ConfigMap","apiVersion":"a/b/c"}',
    unrecognized('ConfigMap', 'unexpected GroupVersion string: a/b/c ({"kind":"ConfigMap","apiVersio ...)'),
  ),
  post(
    'null is an empty object',
    configMaps,
    'null',
    'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    { code: 422 },
  ),
])

rows('malformed YAML', [
  {
    ...post(
      'a map in a value',
      configMaps,
      '',
      unrecognized('ConfigMap', 'yaml: mapping values are not allowed in this context (613a20623a2063)'),
    ),
    options: { type: yaml, body: 'a: b: c' },
  },
  {
    ...post(
      'a tab',
      configMaps,
      '',
      unrecognized(
        'ConfigMap',
        'yaml: line 2: found character that cannot start any token (6d657461646174613a0a096e616d653a20780a)',
      ),
    ),
    options: { type: yaml, body: 'metadata:\n\tname: x\n' },
  },
  {
    ...post(
      'an open quote',
      configMaps,
      '',
      unrecognized('ConfigMap', 'yaml: line 2: found unexpected end of stream (613a2022620a)'),
    ),
    options: { type: yaml, body: 'a: "b\n' },
  },
  {
    ...post(
      'an unknown alias',
      configMaps,
      '',
      unrecognized('ConfigMap', "yaml: unknown anchor 'x' referenced (613a202a78)"),
    ),
    options: { type: yaml, body: 'a: *x' },
  },
  {
    ...post(
      'an alias of itself',
      configMaps,
      '',
      unrecognized('ConfigMap', 'yaml: anchor value contains itself (613a202678205b2a785d)'),
    ),
    options: { type: yaml, body: 'a: &x [*x]' },
  },
  {
    ...post(
      'a wrong type',
      configMaps,
      '',
      handled('ConfigMap', 'json: cannot unmarshal number into Go struct field ConfigMap.data of type string'),
    ),
    options: { type: yaml, body: 'data: {a: 5}\n' },
  },
])

rows('wrong types', [
  post(
    'text for a number',
    deployments,
    json(deployment('x', { replicas: 'three' })),
    handled(
      'Deployment',
      'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    ),
  ),
  post(
    'a fraction',
    deployments,
    json(deployment('x', { replicas: 1.5 })),
    handled(
      'Deployment',
      'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ),
  ),
  post(
    'a number too large',
    deployments,
    json(deployment('x', { replicas: 99999999999 })),
    handled(
      'Deployment',
      'json: cannot unmarshal number 99999999999 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ),
  ),
  post(
    'a map for a list',
    deployments,
    json(deployment('x', { template: { spec: { containers: {} } } })),
    handled(
      'Deployment',
      'json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container',
    ),
  ),
  post(
    'text for a truth',
    deployments,
    json(deployment('x', { paused: 'yes' })),
    handled('Deployment', 'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.paused of type bool'),
  ),
  post(
    'a number in a map of texts',
    configMaps,
    '{"data":{"a":5}}',
    handled('ConfigMap', 'json: cannot unmarshal number into Go struct field ConfigMap.data of type string'),
  ),
  post(
    'metadata is a number',
    configMaps,
    '{"metadata":5}',
    handled('ConfigMap', 'json: cannot unmarshal number into Go struct field ConfigMap.metadata of type v1.ObjectMeta'),
  ),
  post(
    'no time',
    configMaps,
    '{"metadata":{"creationTimestamp":"yesterday"}}',
    handled('ConfigMap', 'parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"'),
  ),
  post(
    'no base64',
    '/api/v1/namespaces/default/secrets',
    '{"data":{"a":"!!"}}',
    handled('Secret', 'illegal base64 data at input byte 0'),
  ),
  post(
    'no quantity',
    pods,
    json({ spec: { containers: [{ name: 'c', resources: { limits: { cpu: 'lots' } } }] } }),
    handled('Pod', `quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`),
  ),
])

rows('kinds and versions', [
  post(
    'another kind',
    configMaps,
    '{"kind":"Secret","apiVersion":"v1"}',
    'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
  ),
  post(
    'another kind of another group',
    configMaps,
    json(deployment('x')),
    'Deployment in version "v1" cannot be handled as a ConfigMap: converting (v1.Deployment) to (core.ConfigMap): unknown conversion',
  ),
  post(
    'a kind nobody knows',
    configMaps,
    '{"kind":"Foo","apiVersion":"v1"}',
    'Foo in version "v1" cannot be handled as a ConfigMap: no kind "Foo" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"',
  ),
  post(
    'a version nobody knows',
    configMaps,
    '{"kind":"ConfigMap","apiVersion":"v2"}',
    'ConfigMap in version "v2" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v2" in scheme "pkg/api/legacyscheme/scheme.go:30"',
  ),
  post(
    'a version of old',
    deployments,
    json({ ...deployment('x'), apiVersion: 'apps/v1beta1' }),
    'the API version in the data (apps/v1beta1) does not match the expected API version (apps/v1)',
  ),
])

const strange = `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"strange","unknownMeta":1},"spec":{"unknownField":true,"replicas":1,"replicas":2,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i","image":"j"}]}}}}`
const strangeFields = [
  'unknown field "metadata.unknownMeta"',
  'unknown field "spec.unknownField"',
  'duplicate field "spec.replicas"',
  'duplicate field "spec.template.spec.containers[0].image"',
]
const strangeYaml = `apiVersion: apps/v1
kind: Deployment
metadata: {name: strange}
spec:
  replicas: 1
  replicas: 2
  selector: {matchLabels: {a: b}}
  unknownField: 1
  template:
    metadata: {labels: {a: b}}
    spec: {containers: [{name: c, image: i, image: j}]}
`
const strangeKeys = ['line 6: key "replicas" already set in map', 'line 11: key "image" already set in map']
const strangePatches = [
  [
    merge,
    '{"spec":{"foo":1,"replicas":1,"replicas":2}}',
    ['duplicate field "spec.replicas"', 'unknown field "spec.foo"'],
  ],
  [
    strategic,
    '{"spec":{"foo":1,"replicas":1,"replicas":2}}',
    ['duplicate field "spec.replicas"', 'unknown field "spec.foo"'],
  ],
  [
    jsonPatch,
    '[{"op":"add","path":"/spec/foo","value":1,"bar":1}]',
    ['json patch unknown field "[0].bar"', 'unknown field "spec.foo"'],
  ],
] as const

describe('unknown and repeated fields', () => {
  const there = `${deployments}/there`
  const dry = (mode: string): string => `?dryRun=All${mode === '' ? '' : `&fieldValidation=${mode}`}`

  test.each(['', 'Warn'])('are warned of by default (%j)', async (mode) => {
    const made = await ask('POST', deployments + dry(mode), { body: strange })
    expect([made.code, warningsIn(made)]).toEqual([201, strangeFields])
    const put = await ask('PUT', there + dry(mode), {
      body: strange.replace('"strange"', '"there"').replaceAll('"a":"b"', '"app":"a"'),
    })
    expect([put.code, warningsIn(put)]).toEqual([200, strangeFields])
    const fromYaml = await ask('POST', deployments + dry(mode), { type: yaml, body: strangeYaml })
    expect([fromYaml.code, warningsIn(fromYaml)]).toEqual([201, [...strangeKeys, 'unknown field "spec.unknownField"']])
    for (const [type, body, fields] of strangePatches) {
      const patched = await ask('PATCH', there + dry(mode), { type, body })
      expect([patched.code, warningsIn(patched)]).toEqual([200, fields])
    }
  })

  test('are not spoken of with Ignore', async () => {
    for (const options of [{ body: strange }, { type: yaml, body: strangeYaml }]) {
      const made = await ask('POST', deployments + dry('Ignore'), options)
      expect([made.code, warningsIn(made)]).toEqual([201, []])
    }
    for (const [type, body] of strangePatches) {
      const patched = await ask('PATCH', there + dry('Ignore'), { type, body })
      expect([patched.code, warningsIn(patched)]).toEqual([200, []])
    }
  })

  test('are refused with Strict', async () => {
    const text = handled('Deployment', `strict decoding error: ${strangeFields.join(', ')}`)
    await check(post('', deployments + dry('Strict'), strange, text))
    await check({ ...post('', there + dry('Strict'), strange, text), method: 'PUT' })
    const keys = `yaml: unmarshal errors:\n${strangeKeys.map((key) => `  ${key}`).join('\n')}`
    await check({
      ...post(
        '',
        deployments + dry('Strict'),
        '',
        handled('Deployment', `strict decoding error: ${keys}, unknown field "spec.unknownField"`),
      ),
      options: { type: yaml, body: strangeYaml },
    })
    for (const [type, body, fields] of strangePatches) {
      const status = statusIn(await ask('PATCH', there + dry('Strict'), { type, body }))
      expect(status).toMatchObject({ code: 422, reason: 'Invalid' })
      expect(status.message).toMatch(/^ "" is invalid: patch: Invalid value: "/)
      expect(status.details?.causes).toHaveLength(1)
      expect(status.details?.causes?.[0]).toMatchObject({ reason: 'FieldValueInvalid', field: 'patch' })
      expect(status.message).toMatch(new RegExp(`${escaped(`strict decoding error: ${fields.join(', ')}`)}$`))
    }
  })

  test('a mode nobody knows', () =>
    check(
      post(
        '',
        `${configMaps}?fieldValidation=strict`,
        '{}',
        'CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "strict": supported values: "", "Ignore", "Strict", "Warn"',
        {
          code: 422,
          details: {
            group: 'meta.k8s.io',
            kind: 'CreateOptions',
            causes: [
              {
                reason: 'FieldValueNotSupported',
                message: 'Unsupported value: "strict": supported values: "", "Ignore", "Strict", "Warn"',
                field: 'fieldValidation',
              },
            ],
          },
        },
      ),
    ))
})

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

const accepted = 'application/json, application/yaml, application/vnd.kubernetes.protobuf'
const unknownFormat = 'the body of the request was in an unknown format - accepted media types include: '
const acceptable = `only the following media types are accepted: ${accepted}`
/** What the router of paths says, before anything else looks at the header. */
const representations = `406: Not Acceptable\n\nAvailable representations: ${accepted}`
const streamRepresentations = 'application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch'

rows('sizes and media types', [
  post(
    '3 MiB and more',
    configMaps,
    json({ data: { a: 'x'.repeat(3 * 1024 * 1024) } }),
    'Request entity too large: limit is 3145728',
    { code: 413 },
  ),
  post(
    'data of more than 1 MiB',
    configMaps,
    json({ metadata: { name: 'big' }, data: { a: 'x'.repeat(1024 * 1024 + 1) } }),
    'ConfigMap "big" is invalid: : Too long: must have at most 1048576 bytes',
    { code: 422 },
  ),
  ...['application/xml', 'text/plain', ';;;'].map(
    (type): Row => ({
      ...post(`POST of ${type}`, configMaps, '', unknownFormat + accepted, { code: 415 }),
      options: { type, body: '{}' },
    }),
  ),
  {
    ...post('PUT of text', `${configMaps}/there`, '', unknownFormat + accepted, { code: 415, method: 'PUT' }),
    options: { type: 'text/plain', body: '{}' },
  },
  ...['application/json', ''].map(
    (type): Row => ({
      ...post(`PATCH of ${type === '' ? 'no type' : type}`, `${configMaps}/there`, '', '415: Unsupported Media Type', {
        code: 415,
        method: 'PATCH',
      }),
      options: { type, body: '{}' },
    }),
  ),
  ...['GET', 'DELETE'].map(
    (method): Row =>
      get(`${method} that wants HTML`, `${configMaps}/there`, representations, {
        method,
        code: 406,
        options: { headers: { accept: 'text/html' } },
      }),
  ),
  get('a list as something unheard of', configMaps, acceptable, {
    code: 406,
    options: { headers: { accept: 'application/json;as=Foo;g=meta.k8s.io;v=v1' } },
  }),
  get('a watch as HTML', `${configMaps}?watch=1`, `${representations}, ${streamRepresentations}`, {
    code: 406,
    options: { headers: { accept: 'text/html' } },
  }),
  get('discovery as HTML', '/api', representations, { code: 406, options: { headers: { accept: 'text/html' } } }),
  {
    ...post(
      'no protobuf',
      configMaps,
      '',
      unrecognized(
        'ConfigMap',
        'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0] (67617262616765)',
      ),
    ),
    options: { type: 'application/vnd.kubernetes.protobuf', body: 'garbage' },
  },
])

const select = (kind: 'labelSelector' | 'fieldSelector', text: string): string =>
  `${configMaps}?${kind}=${encodeURIComponent(text)}`
const qualifiedName = `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`

rows('selectors', [
  ...(
    [
      ['a=b=c', "found '=', expected: ',' or 'end of string'"],
      ['a in (', "unable to parse requirement: found '', expected: ',', ')' or identifier"],
      ['a in b', "unable to parse requirement: found 'b' expected: '('"],
      ['a notin (x', "unable to parse requirement: found '', expected: ',' or ')'"],
      ['!', "unable to parse requirement: found '', expected: identifier"],
      [',', "found ',', expected: !, identifier, or 'end of string'"],
      ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
      [
        'a>b',
        `unable to parse requirement: values[0]: Invalid value: "b": for 'Gt', 'Lt' operators, the value must be an integer`,
      ],
      ['-a', `unable to parse requirement: <nil>: Invalid value: "-a": ${qualifiedName}`],
      [
        `a=${'b'.repeat(64)}`,
        `unable to parse requirement: values[0][a]: Invalid value: "${'b'.repeat(64)}": must be no more than 63 characters`,
      ],
    ] as const
  ).map(([text, message]) => get(`labels ${text}`, select('labelSelector', text), message)),
  ...(
    [
      ['a', "invalid selector: 'a'; can't understand 'a'"],
      ['metadata.name>a', "invalid selector: 'metadata.name>a'; can't understand 'metadata.name>a'"],
      ['metadata.name=\\q', 'invalid field selector: invalid escape sequence: \\q'],
      ['spec.nodeName=x', '"spec.nodeName" is not a known field selector: only "metadata.name", "metadata.namespace"'],
    ] as const
  ).map(([text, message]) => get(`fields ${text}`, select('fieldSelector', text), message)),
  get('a field pods have not', '/api/v1/pods?fieldSelector=spec.foo%3D1', 'field label not supported: spec.foo'),
  get('in a watch', `${select('labelSelector', 'a=b=c')}&watch=1`, "found '=', expected: ',' or 'end of string'"),
  get(
    'in a deletion',
    select('fieldSelector', 'foo=1'),
    '"foo" is not a known field selector: only "metadata.name", "metadata.namespace"',
    { method: 'DELETE' },
  ),
  get(
    'a watch of two names',
    '/api/v1/watch/namespaces/default/configmaps/x?fieldSelector=metadata.name%3Dy',
    "fieldSelector metadata.name doesn't match requested name",
  ),
])

const listForbidden = (message: string): Partial<Row> => ({
  code: 422,
  details: {
    group: 'meta.k8s.io',
    kind: 'ListOptions',
    causes: [{ reason: 'FieldValueForbidden', message: `Forbidden: ${message}`, field: 'resourceVersionMatch' }],
  },
})
const listOptions = (text: string): string => `ListOptions.meta.k8s.io "" is invalid: ${text}`
const token = (value: object): string => Buffer.from(json(value)).toString('base64url')
const tooLarge = {
  causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
  retryAfterSeconds: 1,
}

rows('queries', [
  ...['limit', 'timeoutSeconds'].flatMap((name) => [
    ...['abc', '1.5', '1e3'].map((value) =>
      get(`${name}=${value}`, `${configMaps}?${name}=${value}`, `strconv.ParseInt: parsing "${value}": invalid syntax`),
    ),
    get(
      `${name} too large`,
      `${configMaps}?${name}=99999999999999999999`,
      'strconv.ParseInt: parsing "99999999999999999999": value out of range',
    ),
  ]),
  ...['', 'watch=1&'].flatMap((watch) =>
    ['abc', '-1', '1.5'].map((value) =>
      get(
        `${watch}resourceVersion=${value}`,
        `${configMaps}?${watch}resourceVersion=${value}`,
        `resourceVersion: Invalid value: "${value}": strconv.ParseUint: parsing "${value}": invalid syntax`,
      ),
    ),
  ),
  get(
    'a match without a version',
    `${configMaps}?resourceVersionMatch=Exact`,
    listOptions(
      'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    ),
    listForbidden('resourceVersionMatch is forbidden unless resourceVersion is provided'),
  ),
  get(
    'a match nobody knows',
    `${configMaps}?resourceVersion=1&resourceVersionMatch=Foo`,
    listOptions('resourceVersionMatch: Unsupported value: "Foo": supported values: "Exact", "NotOlderThan", ""'),
    { code: 422 },
  ),
  get(
    'exactly zero',
    `${configMaps}?resourceVersion=0&resourceVersionMatch=Exact`,
    listOptions('resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"'),
    { code: 422 },
  ),
  get(
    'initial events of a list',
    `${configMaps}?sendInitialEvents=true`,
    listOptions('sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list'),
    { code: 422 },
  ),
  get(
    'initial events without a match',
    `${configMaps}?watch=1&sendInitialEvents=true`,
    listOptions(
      '[resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan, sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled]',
    ),
    { code: 422 },
  ),
  get(
    'continue: no JSON',
    `${configMaps}?continue=abc`,
    "invalid continue token: continue key is not valid: invalid character 'i' looking for beginning of value",
  ),
  get(
    'continue: no base64',
    `${configMaps}?continue=a$b`,
    'invalid continue token: continue key is not valid: illegal base64 data at input byte 1',
  ),
  get(
    'continue: no version',
    `${configMaps}?continue=${token({})}`,
    'invalid continue token: continue key is not valid: server does not recognize this encoded version ',
  ),
  get(
    'continue: another version',
    `${configMaps}?continue=${token({ v: 'meta.k8s.io/v2', rv: 3, start: 'x' })}`,
    'invalid continue token: continue key is not valid: server does not recognize this encoded version meta.k8s.io/v2',
  ),
  get(
    'continue: no revision',
    `${configMaps}?continue=${token({ v: 'meta.k8s.io/v1', start: 'x' })}`,
    'invalid continue token: continue key is not valid: incorrect encoded start resourceVersion (version meta.k8s.io/v1)',
  ),
  get(
    'continue: no start',
    `${configMaps}?continue=${token({ v: 'meta.k8s.io/v1', rv: 1 })}`,
    'invalid continue token: continue key is not valid: encoded start key empty (version meta.k8s.io/v1)',
  ),
  get(
    'continue: out of its namespace',
    `${configMaps}?continue=${token({ v: 'meta.k8s.io/v1', rv: 3, start: '../x' })}`,
    'invalid continue token: continue key is not valid: ../x',
  ),
  get(
    'continue with a version',
    `${configMaps}?continue=${token({ v: 'meta.k8s.io/v1', rv: 5, start: 'x' })}&resourceVersion=5`,
    'specifying resource version is not allowed when using continue',
  ),
  get(
    'columns nobody knows',
    `${configMaps}?includeObject=Foo`,
    `Unable to convert to Table as requested: includeObject: Invalid value: "Foo": must be 'Metadata', 'Object', 'None', or empty`,
    { options: { headers: { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' } } },
  ),
  post(
    'dry run of what',
    `${configMaps}?dryRun=Foo`,
    '{}',
    'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: []string{"Foo"}: supported values: "All"',
    { code: 422 },
  ),
  post(
    'a manager too long',
    `${configMaps}?fieldManager=${'a'.repeat(129)}`,
    '{}',
    'CreateOptions.meta.k8s.io "" is invalid: fieldManager: Too long: must have at most 128 bytes',
    { code: 422 },
  ),
  post(
    'a manager with a line break',
    `${configMaps}?fieldManager=a%0Ab`,
    '{}',
    'CreateOptions.meta.k8s.io "" is invalid: fieldManager: Invalid value: "a\\nb": invalid character U+000A (at position 1)',
    { code: 422 },
  ),
  {
    ...post(
      'force',
      `${configMaps}/there?force=true`,
      '',
      'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
      { code: 422, method: 'PATCH' },
    ),
    options: { type: merge, body: '{}' },
  },
])

describe('revisions that are not there', () => {
  test.each([`${configMaps}?resourceVersion=99999999`, `${configMaps}/there?resourceVersion=99999999`])(
    '%s: ask again later',
    async (path) => {
      const status = statusIn(await ask('GET', path))
      expect(status).toMatchObject({ code: 504, reason: 'Timeout', details: tooLarge })
      expect(status.message).toMatch(/^Timeout: Too large resource version: 99999999, current: \d+$/)
    },
  )

  test('a watch of the future waits', async () => {
    const answer = await ask('GET', `${configMaps}?watch=1&resourceVersion=99999999&timeoutSeconds=1`)
    expect([answer.code, answer.text]).toEqual([200, ''])
  })

  test('at the first revision there was nothing', async () => {
    const answer = await ask('GET', `${configMaps}?resourceVersion=1&resourceVersionMatch=Exact`)
    expect(answer.code).toBe(200)
    expect((JSON.parse(answer.text) as { items: unknown[] }).items).toEqual([])
  })
})

const subdomain = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`
const named = (name: string): string => json({ metadata: { name } })
const invalidName = (name: string, text = subdomain): Row => {
  const cause: Cause = {
    reason: 'FieldValueInvalid',
    message: `Invalid value: "${name}": ${text}`,
    field: 'metadata.name',
  }
  return post(
    `the name ${name}`,
    configMaps,
    named(name),
    `ConfigMap "${name}" is invalid: metadata.name: ${cause.message}`,
    { code: 422, details: { name, kind: 'ConfigMap', causes: [cause] } },
  )
}

rows('names', [
  ...['UPPER', 'a b', 'a/b', '..', '-a', 'a_'].map((name) => invalidName(name)),
  post(
    'none',
    configMaps,
    '{}',
    'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    {
      code: 422,
      details: {
        kind: 'ConfigMap',
        causes: [
          {
            reason: 'FieldValueRequired',
            message: 'Required value: name or generateName is required',
            field: 'metadata.name',
          },
        ],
      },
    },
  ),
  post(
    'of a namespace',
    '/api/v1/namespaces',
    named('a.b'),
    'Namespace "a.b" is invalid: metadata.name: Invalid value: "a.b": must not contain dots',
    { code: 422 },
  ),
  post(
    'another namespace',
    configMaps,
    json({ metadata: { name: 'x', namespace: 'other' } }),
    'the namespace of the provided object does not match the namespace sent on the request',
  ),
  post(
    'a version already',
    configMaps,
    json({ metadata: { name: 'x', resourceVersion: '5' } }),
    'resourceVersion should not be set on objects to be created',
  ),
  post(
    'a namespace that is not there',
    '/api/v1/namespaces/nowhere/configmaps',
    named('x'),
    'namespaces "nowhere" not found',
    { code: 404, details: { name: 'nowhere', kind: 'namespaces' } },
  ),
  post('there already', configMaps, named('there'), 'configmaps "there" already exists', {
    code: 409,
    reason: 'AlreadyExists',
    details: { name: 'there', kind: 'configmaps' },
  }),
])

test('a generated name is judged with its beginning', async () => {
  const status = statusIn(await ask('POST', configMaps, { body: json({ metadata: { generateName: 'Bad_' } }) }))
  expect(status.code).toBe(422)
  expect(status.details?.causes?.map(({ field }) => field)).toEqual(['metadata.generateName', 'metadata.name'])
})

test('all that is wrong with an object is said at once, in upstream order', async () => {
  const metadata = {
    name: 'x',
    labels: { 'a b': 'c d' },
    annotations: { 'B!': 'y' },
    finalizers: ['a b'],
    ownerReferences: [{}],
  }
  const status = statusIn(await ask('POST', configMaps, { body: json({ metadata, data: { 'no key': '' } }) }))
  expect(status).toMatchObject({ code: 422, reason: 'Invalid', details: { name: 'x', kind: 'ConfigMap' } })
  expect(status.details?.causes?.map(({ field }) => field)).toEqual([
    'metadata.labels',
    'metadata.labels',
    'metadata.annotations',
    'metadata.ownerReferences.apiVersion',
    'metadata.ownerReferences.kind',
    'metadata.ownerReferences.name',
    'metadata.ownerReferences.uid',
    'metadata.finalizers',
    'metadata.finalizers[0]',
    'data[no key]',
  ])
  expect(status.message).toMatch(
    /^ConfigMap "x" is invalid: \[metadata\.labels: Invalid value: "a b": .*, data\[no key\]: Invalid value: .*\]$/,
  )
})

test('a pod without what it must have', async () => {
  const status = statusIn(
    await ask('POST', pods, {
      body: json({ metadata: { name: 'x' }, spec: { restartPolicy: 'Maybe', containers: [{}] } }),
    }),
  )
  expect(status).toMatchObject({ code: 422, reason: 'Invalid', details: { name: 'x', kind: 'Pod' } })
  expect(status.details?.causes).toEqual([
    { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.containers[0].name' },
    { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.containers[0].image' },
    {
      reason: 'FieldValueNotSupported',
      message: 'Unsupported value: "Maybe": supported values: "Always", "OnFailure", "Never"',
      field: 'spec.restartPolicy',
    },
  ])
})

const modified = 'the object has been modified; please apply your changes to the latest version and try again'
const conflict = (name: string, text: string): Partial<Row> & { message: string } => ({
  code: 409,
  reason: 'Conflict',
  message: `Operation cannot be fulfilled on configmaps "${name}": ${text}`,
  details: { name, kind: 'configmaps' },
})
const put = (title: string, name: string, metadata: object, more: Partial<Row> & { message: string }): Row => ({
  title,
  method: 'PUT',
  path: `${configMaps}/${name}`,
  options: { body: json({ metadata }) },
  code: 400,
  ...more,
})
const missing = { code: 404, message: 'configmaps "nope" not found', details: { name: 'nope', kind: 'configmaps' } }

rows('updates', [
  put(
    'another name than on the URL',
    'there',
    { name: 'other' },
    { message: 'the name of the object (other) does not match the name on the URL (there)' },
  ),
  put(
    'no name',
    'there',
    {},
    { message: 'the name of the object (there based on URL) was undeterminable: name must be provided' },
  ),
  put(
    'another namespace than on the URL',
    'there',
    { name: 'there', namespace: 'other' },
    { message: 'the namespace of the provided object does not match the namespace sent on the request' },
  ),
  put('an old version', 'there', { name: 'there', resourceVersion: '1' }, conflict('there', modified)),
  put('of what is not there', 'nope', { name: 'nope' }, missing),
  put(
    'of a certain one that is not there',
    'nope',
    { name: 'nope', uid: 'x' },
    conflict(
      'nope',
      'StorageError: invalid object, Code: 4, Key: /registry/configmaps/default/nope, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: x, UID in object meta: ',
    ),
  ),
  {
    ...put(
      'what may not change',
      'sealed',
      {},
      {
        code: 422,
        message: 'ConfigMap "sealed" is invalid: data: Forbidden: field is immutable when `immutable` is set',
        details: {
          name: 'sealed',
          kind: 'ConfigMap',
          causes: [
            {
              reason: 'FieldValueForbidden',
              message: 'Forbidden: field is immutable when `immutable` is set',
              field: 'data',
            },
          ],
        },
      },
    ),
    options: { body: json({ metadata: { name: 'sealed' }, immutable: true, data: { a: 'c' } }) },
  },
  {
    title: 'an old version of a scale',
    method: 'PUT',
    path: `${deployments}/there/scale`,
    options: { body: json({ metadata: { name: 'there', resourceVersion: '1' }, spec: { replicas: 1 } }) },
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on deployments.apps "there": ${modified}`,
  },
  {
    title: 'less than none of a scale',
    method: 'PATCH',
    path: `${deployments}/there/scale`,
    options: { type: merge, body: '{"spec":{"replicas":-1}}' },
    code: 422,
    message:
      'Scale.autoscaling "there" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
  },
])

const patch = (type: string, body: string, message: string, more: Partial<Row> = {}): Row => ({
  title: `${type.slice(12)} ${body.slice(0, 60)}`,
  method: 'PATCH',
  path: `${configMaps}/there`,
  options: { type, body },
  code: 400,
  message,
  ...more,
})
const mapType = 'Go value of type map[string]interface {}'
const rejected = { code: 422, reason: 'Invalid', details: {} }
const rejectedText = 'the server rejected our request due to an error in our request'
const onDeployment = { path: `${deployments}/there` }
const badPatch = (shown: string, text: string): Partial<Row> & { message: string } => ({
  code: 422,
  message: ` "" is invalid: patch: Invalid value: ${json(shown)}: ${text}`,
  details: {
    causes: [{ reason: 'FieldValueInvalid', message: `Invalid value: ${json(shown)}: ${text}`, field: 'patch' }],
  },
})
const badStrategic = (body: string, shown: string, text: string): Row =>
  patch(strategic, body, '', { ...onDeployment, ...badPatch(shown, text) })

rows('patches', [
  patch(merge, '', 'error decoding patch: unexpected end of JSON input'),
  patch(merge, '[]', `error decoding patch: json: cannot unmarshal array into ${mapType}`),
  patch(merge, '5', `error decoding patch: json: cannot unmarshal number into ${mapType}`),
  patch(merge, 'null', 'Invalid JSON Patch'),
  patch(merge, '{"metadata":{"name":"v"}}', 'the name of the object (v) does not match the name on the URL (there)'),
  patch(
    merge,
    '{"metadata":{"namespace":"v"}}',
    'the namespace of the provided object does not match the namespace sent on the request',
  ),
  patch(
    merge,
    '{"metadata":{"uid":"v"}}',
    'ConfigMap "there" is invalid: metadata.uid: Invalid value: "v": field is immutable',
    { code: 422 },
  ),
  patch(merge, '{"metadata":{"resourceVersion":"1"}}', '', conflict('there', modified)),
  patch(strategic, '[]', `json: cannot unmarshal array into ${mapType}`),
  patch(strategic, '{', 'unexpected end of JSON input'),
  badStrategic('{"spec":{"replicas":"x"}}', 'map[spec:map[replicas:x]]', 'unrecognized type: int32'),
  badStrategic('{"spec":{"template":5}}', 'map[spec:map[template:5]]', 'cannot restore struct from: int64'),
  badStrategic(
    '{"spec":{"template":{"spec":{"containers":"x"}}}}',
    'map[spec:map[template:map[spec:map[containers:x]]]]',
    'cannot restore slice from string',
  ),
  badStrategic('{"metadata":{"labels":[]}}', 'map[metadata:map[labels:[]]]', 'cannot restore map from slice'),
  badStrategic(
    '{"metadata":{"labels":{"a":5}}}',
    'map[metadata:map[labels:map[a:5]]]',
    'cannot convert int64 to string',
  ),
  patch(strategic, '{"spec":{"strategy":{"$retainKeys":5}}}', 'invalid patch format of retainKeys', onDeployment),
  patch(
    strategic,
    '{"spec":{"template":{"spec":{"containers":[{"image":"x"}]}}}}',
    'map: map[image:x] does not contain declared merge key: name',
    onDeployment,
  ),
  patch(
    strategic,
    '{"spec":{"template":{"spec":{"containers":[{"$patch":"foo","name":"c"}]}}}}',
    'unknown patch type: foo in map: map[$patch:foo name:c]',
    onDeployment,
  ),
  patch(
    jsonPatch,
    '{}',
    'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
  ),
  patch(
    jsonPatch,
    '[5]',
    'error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp',
  ),
  patch(
    jsonPatch,
    '[{"op":5}]',
    'error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string',
  ),
  ...[
    '[{"op":"test","path":"/data/a","value":"c"}]',
    '[{"op":"remove","path":"/nope"}]',
    '[{"op":"nope","path":"/data"}]',
    '[{"op":"add"}]',
    '[{"op":"move","from":"/nope","path":"/a"}]',
  ].map((body) => patch(jsonPatch, body, rejectedText, rejected)),
  patch(
    jsonPatch,
    json(Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/kind', value: 'ConfigMap' }))),
    'Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001',
    { code: 413 },
  ),
  { ...patch(merge, '{bad', missing.message, missing), path: `${configMaps}/nope` },
])

test('a patch that changes the kind or a type is shown with what came of it', async () => {
  for (const [body, text] of [
    ['{"kind":"Secret"}', 'converting (v1.Secret) to (core.ConfigMap): unknown conversion'],
    [
      '{"apiVersion":"v2"}',
      'no kind "ConfigMap" is registered for version "v2" in scheme "pkg/api/legacyscheme/scheme.go:30"',
    ],
    ['{"data":5}', 'json: cannot unmarshal number into Go struct field ConfigMap.data of type map[string]string'],
  ] as const) {
    const status = statusIn(await ask('PATCH', `${configMaps}/there`, { type: merge, body }))
    expect(status).toMatchObject({ code: 422, reason: 'Invalid' })
    expect(status.message).toMatch(/^ "" is invalid: patch: Invalid value: "\{/)
    expect(status.message?.endsWith(text)).toBe(true)
  }
})

const remove = (
  title: string,
  query: string,
  body: string | undefined,
  message: string,
  more: Partial<Row> = {},
): Row => ({
  title,
  method: 'DELETE',
  path: `${configMaps}/there${query}`,
  ...(body === undefined ? {} : { options: { body } }),
  code: 400,
  message,
  ...more,
})
const precondition = (text: string): Partial<Row> => ({
  code: 409,
  reason: 'Conflict',
  details: { name: 'there', kind: 'ConfigMap' },
  message: `Operation cannot be fulfilled on ConfigMap "there": ${text}`,
})

rows('deletes', [
  { ...remove('the missing', '', undefined, ''), path: `${configMaps}/nope`, ...missing },
  remove(
    'a policy nobody knows',
    '?propagationPolicy=Foo',
    undefined,
    'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Foo": supported values: "Foreground", "Background", "Orphan", "nil"',
    { code: 422 },
  ),
  remove(
    'two policies',
    '?propagationPolicy=Orphan&orphanDependents=true',
    undefined,
    'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set',
    { code: 422 },
  ),
  remove(
    'a grace that is no number',
    '?gracePeriodSeconds=abc',
    undefined,
    'strconv.ParseInt: parsing "abc": invalid syntax',
  ),
  remove(
    'dry run of what',
    '?dryRun=Foo',
    undefined,
    'DeleteOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: []string{"Foo"}: supported values: "All"',
    { code: 422 },
  ),
  remove(
    'broken options',
    '',
    '{bad',
    "couldn't get version/kind; json parse error: invalid character 'b' looking for beginning of object key string",
    { code: 500, reason: '' },
  ),
  remove(
    'options of another kind',
    '',
    '{"kind":"Foo","apiVersion":"v1"}',
    'no kind "Foo" is registered for version "v1" in scheme "k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27"',
    { code: 500, reason: '' },
  ),
  remove(
    'options of a wrong type',
    '',
    '{"gracePeriodSeconds":"x"}',
    'json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64',
    { code: 500, reason: '' },
  ),
  {
    title: 'the namespace default',
    method: 'DELETE',
    path: '/api/v1/namespaces/default',
    code: 403,
    message: 'namespaces "default" is forbidden: this namespace may not be deleted',
    details: { name: 'default', kind: 'namespaces' },
  },
])

test('preconditions of a delete name what they found', async () => {
  const { metadata } = JSON.parse((await ask('GET', `${configMaps}/there`)).text) as {
    metadata: { uid: string; resourceVersion: string }
  }
  await check({
    ...remove('', '', json({ preconditions: { uid: 'other' } }), ''),
    ...precondition(
      `the UID in the precondition (other) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    ),
  } as Row)
  await check({
    ...remove('', '', json({ preconditions: { resourceVersion: '1' } }), ''),
    ...precondition(
      `the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    ),
  } as Row)
})

test('a negative grace period means one second', async () => {
  const pod = { metadata: { name: 'graceful' }, spec: { nodeName: 'nowhere', containers: [{ name: 'c', image: 'i' }] } }
  expect((await ask('POST', pods, { body: json(pod) })).code).toBe(201)
  const answer = await ask('DELETE', `${pods}/graceful?gracePeriodSeconds=-5`)
  expect(answer.code).toBe(200)
  expect(JSON.parse(answer.text)).toMatchObject({ metadata: { deletionGracePeriodSeconds: 1 } })
})

const notAllowed = 'the server does not allow this method on the requested resource'
const noResource = 'the server could not find the requested resource'
const route =
  (code: number, message: string) =>
  ([method, path]: readonly [string, string]): Row => ({
    title: `${method} ${path}`,
    method,
    path,
    code,
    message,
    details: {},
    ...(method === 'GET' || method === 'DELETE' ? {} : { options: { body: '{}' } }),
  })

rows('methods and paths', [
  ...(
    [
      ['PUT', configMaps],
      ['PATCH', configMaps],
      ['POST', `${configMaps}/there`],
      ['OPTIONS', configMaps],
      ['POST', '/api/v1/configmaps'],
      ['DELETE', '/api/v1/configmaps'],
      ['DELETE', '/api/v1/namespaces'],
      ['DELETE', `${deployments}/there/scale`],
      ['GET', `${pods}/x/eviction`],
      ['GET', '/apis/authentication.k8s.io/v1/tokenreviews'],
      ['POST', '/healthz'],
    ] as const
  ).map(route(405, notAllowed)),
  ...(
    [
      ['GET', '/api/v1/foos'],
      ['GET', '/apis/apps/v1/pods'],
      ['GET', `${configMaps}/there/status`],
      ['POST', `${configMaps}/there/foo`],
      ['GET', '/api/v1/configmaps/there'],
      ['GET', '/api/v1/namespaces/default/nodes'],
      ['GET', `${deployments}/there/scale/more`],
      ['GET', '/api/v1/watch/foos'],
    ] as const
  ).map(route(404, noResource)),
])

test.each([
  '/api/v2/pods',
  '/apis/foo/v1/bars',
  '/apis/apps/v9/deployments',
  '/apis/nope',
  '/nope',
  '/healthz/nope',
  '/openapi/v3/nope',
])('%s is no page', async (path) => {
  const answer: RawAnswer = await ask('GET', path)
  expect([answer.code, answer.text]).toEqual([404, '404 page not found\n'])
})

test('nothing of all this was stored or harmed', async () => {
  const { items } = JSON.parse((await ask('GET', configMaps)).text) as {
    items: { metadata: { name: string }; data: unknown }[]
  }
  expect(
    items
      .filter(({ metadata }) => metadata.name !== 'kube-root-ca.crt')
      .map(({ metadata, data }) => [metadata.name, data]),
  ).toEqual([
    ['sealed', { a: 'b' }],
    ['there', { a: 'b' }],
  ])
  expect((await ask('GET', '/readyz')).text).toBe('ok')
})
