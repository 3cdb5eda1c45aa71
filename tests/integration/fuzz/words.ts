/** Values that hurt, by the name of the field they would stand in; and values that hurt anywhere. */
import type { Chance } from './chance.ts'

const expressions = [
  'true',
  'self == self',
  'has(self.spec)',
  'self.items.all(i, i > 0)',
  'object.metadata.name.startsWith("x")',
  'self.matches("^(a+)+$")',
  'oldSelf.value <= self.value',
  'request.userInfo.username',
  'params.x',
  'variables.y',
  '1/0',
  '[1,2,3].map(x, [1,2,3].map(y, x*y))',
  'self.all(a, self.all(b, self.all(c, a == b || b == c)))',
  'authorizer.group("").resource("pods").check("get").allowed()',
  'quantity("1Gi").isGreaterThan(quantity("x"))',
  'device.attributes["x"].y',
  '"a" + ',
  '((((((((((((((((((((1))))))))))))))))))))',
  '!'.repeat(200) + 'true',
  '"' + 'a'.repeat(500) + '".matches("a*a*a*a*a*b")',
  'x'.repeat(3000),
  'claims.sub',
  "'\\u{1F600}' == self",
  'ip("::1").family() == 4',
  'cel.bind(a, 1, a + a)',
  'optional.of(1).orValue(self)',
  'timestamp("2024-01-01T00:00:00Z") + duration("1h")',
  'format.dns1123Label().validate("x").hasValue()',
] as const

const byName: Readonly<Record<string, readonly unknown[]>> = {
  name: ['x', 'y', 'z', 'X_', '', 'a.b', 'a'.repeat(254), 'x-'],
  namespace: ['default', 'other', 'kube-system', '', 'X'],
  expression: expressions,
  rule: expressions,
  messageExpression: expressions,
  valueExpression: expressions,
  validation: expressions,
  pattern: ['^a+$', '^(a+)+$', '(', '[a-', '(?=x)', '\\p{Greek}', 'a{1000}{1000}', '^x{0,1000}$'],
  format: ['date-time', 'int32', 'uuid', 'ipv4', 'byte', 'nonsense', 'password', 'duration', 'cidr', 'email'],
  type: ['object', 'array', 'string', 'integer', 'null', 'ClusterIP', 'ExternalName', 'Opaque', 'kubernetes.io/tls'],
  schedule: ['* * * * *', '@every 1ns', '60 * * * *', 'TZ=UTC * * * * *', '*/0 * * * *', '@reboot'],
  timeZone: ['Etc/UTC', 'Local', 'Nowhere/Else', '../../etc/passwd'],
  cidr: ['10.0.0.0/8', '10.0.0.1/33', '::/0', '010.0.0.0/8', '::ffff:1.2.3.4/96', ''],
  clusterIP: ['None', '10.96.0.9', '10.96.0.1', '::1', '300.0.0.1', ''],
  clusterIPs: [['10.96.0.7'], ['None'], ['10.96.0.7', '10.96.0.7'], [null]],
  url: ['https://127.0.0.1:1/x', 'http://x', 'https://[::1', 'https://u:p@h/?q#f', 'ftp://x', '//'],
  caBundle: ['', 'AA==', 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==', '!'],
  request: [
    '',
    'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KQUE9PQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K',
    'AA==',
  ],
  token: ['', 'x', 'a.b.c', 'eyJhbGciOiJub25lIn0.e30.', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.AAAA'],
  kind: ['Pod', 'ConfigMap', 'List', 'Nonsense', '', 'Status', 'Scale'],
  apiVersion: ['v1', 'apps/v1', 'a/b/c', '', 'fuzz.example.com/v1', 'v99'],
  operator: ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt', 'in'],
  path: ['/metadata/name', '/spec', '', '/', '~', '/a~2', '/-', '.spec.x', '../x', '/__proto__/x'],
  op: ['add', 'remove', 'replace', 'move', 'copy', 'test', 'x'],
  jsonPath: ['.spec.x', '$', '.[', '.a[?(@.b=="c")]', '{.x}', '.spec..x'],
  fieldPath: ['metadata.name', '.spec', "metadata.labels['a']", '.a[0]', '$'],
  resourceVersion: ['0', '1', '', '99999999', 'x', '-1'],
  uid: ['x', '', '00000000-0000-0000-0000-000000000000'],
  finalizers: [['x/y'], ['foregroundDeletion'], ['orphan'], [''], ['kubernetes']],
  generateName: ['x-', '', 'X'.repeat(300)],
  deletionTimestamp: ['2024-01-01T00:00:00Z', null],
  managedFields: [
    [],
    [{}],
    [
      {
        manager: 'm',
        operation: 'Apply',
        apiVersion: 'v1',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { '.': {} } },
      },
    ],
    [{ manager: 'm', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: { 'k:{': 1 } }],
    [{ manager: 'm', operation: 'x', apiVersion: 'v9', fieldsType: 'FieldsV2', fieldsV1: { 'v:"': {} } }],
  ],
  $patch: ['delete', 'replace', 'merge', 'x', 1],
  $retainKeys: [['a'], [], 1, [null]],
  '$setElementOrder/containers': [[{ name: 'c' }], ['x'], [1], [{}]],
}

const odd: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1,
  1.5,
  1e20,
  -0.0,
  2 ** 31,
  2 ** 53,
  2 ** 63,
  '',
  'x',
  '1',
  '1Gi',
  '10m',
  '1e1000000',
  '1'.repeat(400),
  '5%',
  'http',
  'Always',
  '\u0000',
  '\ud800',
  '💩',
  'a'.repeat(300),
  [],
  {},
  [null],
  [[]],
  { '': null },
]

/** Whoever gets a value may change it. */
const fresh = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? structuredClone(value) : value

export function hurtfulFor(name: string, chance: Chance): unknown {
  const known = Object.hasOwn(byName, name) ? byName[name] : undefined
  return known === undefined || chance.oneIn(12) ? anything(chance) : fresh(chance.pick(known))
}

export function anything(chance: Chance): unknown {
  return chance.branch<unknown>([
    [12, () => fresh(chance.pick(odd))],
    [3, () => chance.text(20)],
    [2, () => chance.times(4, () => fresh(chance.pick(odd)))],
    [2, () => Object.fromEntries(chance.times(4, () => [chance.pick(fieldNames), fresh(chance.pick(odd))]))],
  ])
}

/** Keys that structures of ours, of JavaScript's and of patches have. */
export const fieldNames = [
  ...Object.keys(byName),
  'metadata',
  'spec',
  'status',
  'data',
  'labels',
  'annotations',
  'items',
  'selector',
  'template',
  'containers',
  'ports',
  'rules',
  'x-kubernetes-validations',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'kubectl.kubernetes.io/last-applied-configuration',
  'kubernetes.io/psp',
  'a/b/c',
  '',
  'f:x',
]
