import { expect, test } from 'vitest'
import { errorText } from '@elli/machinery/field'
import { jwtAuthenticatorOfFlags, oidcFlagProblems, parseAuthenticationConfiguration } from './configuration.ts'
import { validateAuthenticationConfiguration } from './validation.ts'

const off =
  (...gates: string[]) =>
  (gate: string): boolean =>
    !gates.includes(gate)

function problems(jwt: unknown, featureEnabled = off(), more: object = {}): string[] {
  const text = JSON.stringify({
    apiVersion: 'apiserver.config.k8s.io/v1beta1',
    kind: 'AuthenticationConfiguration',
    jwt,
    ...more,
  })
  const configuration = parseAuthenticationConfiguration(text)
  const { errors } = validateAuthenticationConfiguration(configuration, {
    disallowedIssuers: ['https://me.example', 'https://us.example'],
    featureEnabled,
  })
  return errors.map(errorText)
}

const issuer = { url: 'https://issuer.example', audiences: ['a'] }
const claimMappings = { username: { claim: 'sub', prefix: '' } }
const good = { issuer, claimMappings }

test('a full configuration has nothing wrong', () => {
  expect(
    problems([
      {
        issuer: {
          url: 'https://issuer.example',
          discoveryURL: 'https://elsewhere.example/.well-known/openid-configuration',
          audiences: ['a', 'b'],
          audienceMatchPolicy: 'MatchAny',
        },
        claimValidationRules: [
          { claim: 'hd', requiredValue: 'x' },
          { expression: 'claims.exp - claims.nbf <= 86400', message: 'a day at most' },
        ],
        claimMappings: {
          username: { expression: '"ext:" + claims.sub' },
          groups: { expression: 'claims.roles.split(",")' },
          uid: { claim: 'sub' },
          extra: [{ key: 'example.com/tenant', valueExpression: 'claims.tenant' }],
        },
        userValidationRules: [{ expression: "!user.username.startsWith('system:')", message: 'not ours' }],
      },
    ]),
  ).toEqual([])
  expect(problems([])).toEqual([])
})

for (const [name, jwt, expected] of [
  ['no URL', [{ issuer: { audiences: ['a'] }, claimMappings }], ['jwt[0].issuer.url: Required value: URL is required']],
  [
    'a URL with everything that it must not have',
    [{ issuer: { ...issuer, url: 'http://u:p@issuer.example?q=1#f' }, claimMappings }],
    [
      'jwt[0].issuer.url: Invalid value: "http://u:p@issuer.example?q=1#f": URL scheme must be https',
      'jwt[0].issuer.url: Invalid value: "http://u:p@issuer.example?q=1#f": URL must not contain a username or password',
      'jwt[0].issuer.url: Invalid value: "http://u:p@issuer.example?q=1#f": URL must not contain a query',
      'jwt[0].issuer.url: Invalid value: "http://u:p@issuer.example?q=1#f": URL must not contain a fragment',
    ],
  ],
  [
    'a URL that is none',
    [{ issuer: { ...issuer, url: 'https://issuer.example:port' }, claimMappings }],
    [
      'jwt[0].issuer.url: Invalid value: "https://issuer.example:port": parse "https://issuer.example:port": invalid port ":port" after host',
    ],
  ],
  [
    'the server’s own issuer',
    [{ issuer: { ...issuer, url: 'https://us.example' }, claimMappings }],
    [
      'jwt[0].issuer.url: Invalid value: "https://us.example": URL must not overlap with disallowed issuers: [https://me.example https://us.example]',
    ],
  ],
  ['an issuer twice', [good, good], ['jwt[1].issuer.url: Duplicate value: "https://issuer.example"']],
  [
    'a discovery URL that is the URL',
    [{ issuer: { ...issuer, discoveryURL: 'https://issuer.example/' }, claimMappings }],
    ['jwt[0].issuer.discoveryURL: Invalid value: "https://issuer.example/": discoveryURL must be different from URL'],
  ],
  [
    'no audience',
    [{ issuer: { ...issuer, audiences: [] }, claimMappings }],
    ['jwt[0].issuer.audiences: Required value: at least one jwt[0].issuer.audiences is required'],
  ],
  [
    'audiences without a policy',
    [{ issuer: { ...issuer, audiences: ['a', ''] }, claimMappings }],
    [
      "jwt[0].issuer.audiences[1]: Required value: audience can't be empty",
      'jwt[0].issuer.audienceMatchPolicy: Invalid value: "": audienceMatchPolicy must be MatchAny for multiple audiences',
    ],
  ],
  [
    'a CA that is none',
    [{ issuer: { ...issuer, certificateAuthority: 'x' }, claimMappings }],
    [
      'jwt[0].issuer.certificateAuthority: Invalid value: "<omitted>": data does not contain any valid RSA or ECDSA certificates',
    ],
  ],
  [
    'no user name',
    [{ issuer, claimMappings: {} }],
    ['jwt[0].claimMappings.username: Required value: claim or expression is required'],
  ],
  [
    'a claim without prefix',
    [{ issuer, claimMappings: { username: { claim: 'sub' } } }],
    [
      'jwt[0].claimMappings.username.prefix: Required value: prefix is required when claim is set. It can be set to an empty string to disable prefixing',
    ],
  ],
  [
    'a claim and an expression',
    [
      {
        issuer,
        claimMappings: { username: { claim: 'sub', expression: 'claims.sub' }, uid: { claim: 'a', expression: 'b' } },
      },
    ],
    [
      'jwt[0].claimMappings.username: Invalid value: "": claim and expression can\'t both be set',
      'jwt[0].claimMappings.uid: Invalid value: "": claim and expression can\'t both be set',
    ],
  ],
  [
    'a prefix beside an expression',
    [{ issuer, claimMappings: { username: { expression: 'claims.sub', prefix: 'x' } } }],
    ['jwt[0].claimMappings.username.prefix: Invalid value: "x": prefix can\'t be set when expression is set'],
  ],
  [
    'an e-mail address that nobody looked at',
    [{ issuer, claimMappings: { username: { expression: 'claims.email' } } }],
    [
      'jwt[0].claimMappings.username.expression: Invalid value: "claims.email": claims.email_verified must be used in claimMappings.username.expression or claimMappings.extra[*].valueExpression or claimValidationRules[*].expression when claims.email is used in claimMappings.username.expression',
    ],
  ],
  [
    'extras',
    [
      {
        issuer,
        claimMappings: {
          ...claimMappings,
          extra: [
            { key: 'Example.com/A', valueExpression: 'claims.a' },
            { key: 'example.com/b' },
            { key: 'plain', valueExpression: 'claims.c' },
          ],
        },
      },
    ],
    [
      "jwt[0].claimMappings.extra[0].key: Invalid value: \"Example.com\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      'jwt[0].claimMappings.extra[0].key: Invalid value: "Example.com/A": key must be lowercase',
      'jwt[0].claimMappings.extra[1].valueExpression: Required value: valueExpression is required',
      'jwt[0].claimMappings.extra[2].key: Invalid value: "plain": must be a domain-prefixed path (such as "acme.io/foo")',
    ],
  ],
  [
    'rules',
    [
      {
        issuer,
        claimMappings,
        claimValidationRules: [
          {},
          { claim: 'a', expression: 'true' },
          { claim: 'a', message: 'x' },
          { expression: 'claims.a', requiredValue: 'x' },
          { expression: 'true' },
          { expression: 'true' },
        ],
        userValidationRules: [{}, { expression: 'user.name == ""' }],
      },
    ],
    [
      'jwt[0].claimValidationRules[0]: Required value: claim or expression is required',
      'jwt[0].claimValidationRules[1]: Invalid value: "a": claim and expression can\'t both be set',
      'jwt[0].claimValidationRules[2].message: Invalid value: "x": message can\'t be set when claim is set',
      'jwt[0].claimValidationRules[3].requiredValue: Invalid value: "x": requiredValue can\'t be set when expression is set',
      'jwt[0].claimValidationRules[3].expression: Invalid value: "claims.a": must evaluate to bool',
      'jwt[0].claimValidationRules[5].expression: Duplicate value: "true"',
      'jwt[0].userValidationRules[0].expression: Required value: expression is required',
      'jwt[0].userValidationRules[1].expression: Invalid value: "user.name == \\"\\"": compilation failed: ERROR: <input>:1:5: undefined field \'name\'\n | user.name == ""\n | ....^',
    ],
  ],
] as const) {
  test(`refused: ${name}`, () => expect(problems(jwt)).toEqual(expected))
}

test('e-mail addresses may be used where somebody looks at whether they are verified', () => {
  const verified = 'claims.?email_verified.orValue(true)'
  const mapping = { username: { expression: 'claims.email' } }
  expect(
    problems([{ issuer, claimMappings: mapping, claimValidationRules: [{ expression: `${verified} == true` }] }]),
  ).toEqual([])
  expect(
    problems([
      { issuer, claimMappings: { ...mapping, extra: [{ key: 'a.io/v', valueExpression: `string(${verified})` }] } },
    ]),
  ).toEqual([])
})

test('without the gate there are no expressions', () => {
  const gate = off('StructuredAuthenticationConfiguration')
  const tail = 'is not supported when StructuredAuthenticationConfiguration feature gate is disabled'
  expect(
    problems([{ issuer, claimMappings: { username: { expression: 'claims.sub' }, uid: { claim: 'a' } } }], gate),
  ).toEqual([
    `jwt[0].claimMappings.username.expression: Invalid value: "claims.sub": expression ${tail}`,
    `jwt[0].claimMappings.uid: Invalid value: "": uid claim mapping ${tail}`,
  ])
})

test('more than 64 issuers are too many', () => {
  expect(problems(Array.from({ length: 65 }, () => good))).toEqual(['jwt: Too many: 65: must have at most 64 items'])
})

test('what the file says about anonymous requests needs its gate, and conditions need it enabled', () => {
  const conditions = [{ path: '/livez' }]
  expect(problems([], off('AnonymousAuthConfigurableEndpoints'), { anonymous: { enabled: true } })).toEqual([
    'anonymous: Forbidden: anonymous is not supported when AnonymousAuthConfigurableEnpoints feature gate is disabled',
  ])
  expect(problems([], off(), { anonymous: { enabled: false, conditions } })[0]).toContain(
    'enabled should be set to true when conditions are defined',
  )
  expect(problems([], off(), { anonymous: { enabled: true, conditions } })).toEqual([])
})

test('the flags name one issuer', () => {
  const flags = { issuerUrl: 'https://issuer.example', clientId: 'me' }
  expect(jwtAuthenticatorOfFlags(flags)?.claimMappings.username).toEqual({
    claim: 'sub',
    prefix: 'https://issuer.example#',
  })
  expect(jwtAuthenticatorOfFlags({ ...flags, usernameClaim: 'email' })?.claimMappings.username.prefix).toBe('')
  expect(jwtAuthenticatorOfFlags({ ...flags, usernamePrefix: '-' })?.claimMappings.username.prefix).toBe('')
  expect(jwtAuthenticatorOfFlags({ ...flags, groupsClaim: 'roles' })?.claimMappings.groups).toEqual({
    claim: 'roles',
    prefix: '',
  })
  expect(jwtAuthenticatorOfFlags({ ...flags, requiredClaims: { hd: 'x' } })?.claimValidationRules).toEqual([
    { claim: 'hd', requiredValue: 'x' },
  ])
  expect(jwtAuthenticatorOfFlags({})).toBeUndefined()
})

test('flags and file exclude each other', () => {
  const gates = { featureEnabled: off() }
  expect(oidcFlagProblems({ clientId: 'x' }, { configurationFile: false, ...gates })).toEqual([
    'oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set',
  ])
  expect(oidcFlagProblems({ usernameClaim: 'sub' }, { configurationFile: true, ...gates })).toEqual([
    'authentication-config file and oidc-* flags are mutually exclusive',
  ])
  expect(oidcFlagProblems({}, { configurationFile: true, ...gates })).toEqual([])
})
