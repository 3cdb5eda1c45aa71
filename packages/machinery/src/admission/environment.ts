/**
 * What expressions of webhooks and policies see: `object`, `oldObject`, `request`, `namespaceObject`, and where they may, `params`,
 * `authorizer` and `variables`.
 * Out: environments that compile, the same one for the same question.
 * Elsewhere: the values, and running expressions (the API server's admission).
 * @see apiserver pkg/admission/plugin/cel/compile.go
 */
import type { CelEnvironment, CelField, CelObjectType, CelType } from '../cel/contract.ts'
import { celEnvironment } from '../cel/environment.ts'
import { defaultLibraries } from '../cel/libraries/catalog.ts'

export interface ExpressionScope {
  readonly params: boolean
  readonly authorizer: boolean
  /** `new`: what is written now, with the libraries of this release; `stored`: also what is there already. */
  readonly mode: 'new' | 'stored'
  /** The gate AuthorizeWithSelectors: new expressions may ask about selectors. What is stored may have come from a server with it. */
  readonly selectors?: boolean
}

/** Roughly 0.1 seconds of evaluation of one expression. */
export const perCallLimit = 1_000_000
/** Of all validations of one policy with one binding and parameter. */
export const policyCostBudget = 10_000_000
/** Of all match conditions of one webhook or policy. */
export const matchConditionsCostBudget = 2_500_000

const string: CelType = { kind: 'string' }
const int: CelType = { kind: 'int' }
const dyn: CelType = { kind: 'dyn' }
const timestamp: CelType = { kind: 'timestamp' }
const strings: CelType = { kind: 'list', element: string }
const stringMap: CelType = { kind: 'map', key: string, value: string }

function object(name: string, fields: Readonly<Record<string, CelType>>): CelObjectType {
  const map = new Map<string, CelField>(Object.entries(fields).map(([key, type]) => [key, { type }]))
  return { kind: 'object', name, fields: () => map }
}

const groupVersionKind = object('kubernetes.GroupVersionKind', { group: string, version: string, kind: string })
const groupVersionResource = object('kubernetes.GroupVersionResource', {
  group: string,
  version: string,
  resource: string,
})

export const requestType = object('kubernetes.AdmissionRequest', {
  kind: groupVersionKind,
  resource: groupVersionResource,
  subResource: string,
  requestKind: groupVersionKind,
  requestResource: groupVersionResource,
  requestSubResource: string,
  name: string,
  namespace: string,
  operation: string,
  userInfo: object('kubernetes.UserInfo', {
    username: string,
    uid: string,
    groups: strings,
    extra: { kind: 'map', key: string, value: strings },
  }),
  dryRun: { kind: 'bool' },
  options: dyn,
})

export const namespaceType = object('kubernetes.Namespace', {
  metadata: object('kubernetes.NamespaceMetadata', {
    name: string,
    generateName: string,
    namespace: string,
    labels: stringMap,
    annotations: stringMap,
    UID: string,
    creationTimestamp: timestamp,
    deletionGracePeriodSeconds: int,
    deletionTimestamp: timestamp,
    generation: int,
    resourceVersion: string,
    finalizers: strings,
  }),
  spec: object('kubernetes.NamespaceSpec', { finalizers: strings }),
  status: object('kubernetes.NamespaceStatus', {
    conditions: {
      kind: 'list',
      element: object('kubernetes.NamespaceCondition', {
        status: string,
        type: string,
        lastTransitionTime: timestamp,
        message: string,
        reason: string,
      }),
    },
    phase: string,
  }),
})

export const authorizerType: CelType = { kind: 'opaque', name: 'kubernetes.authorization.Authorizer' }
const resourceCheckType: CelType = { kind: 'opaque', name: 'kubernetes.authorization.ResourceCheck' }

/** Environments never change, so one of each sort is enough. */
const made = new Map<string, CelEnvironment>()

export function admissionEnvironment(scope: ExpressionScope): CelEnvironment {
  const selectors = scope.mode === 'stored' || scope.selectors === true
  const key = `${scope.params} ${scope.authorizer} ${scope.mode} ${selectors}`
  let environment = made.get(key)
  if (environment === undefined) {
    environment = celEnvironment({
      variables: {
        object: dyn,
        oldObject: dyn,
        namespaceObject: namespaceType,
        request: requestType,
        ...(scope.params ? { params: dyn } : {}),
        ...(scope.authorizer ? { authorizer: authorizerType, 'authorizer.requestResource': resourceCheckType } : {}),
      },
      expressions: scope.mode,
      // The gates StrictCostEnforcementForVAP and StrictCostEnforcementForWebhooks are off in 1.31.
      strictCost: false,
      ...(selectors ? { libraries: [...defaultLibraries, 'authorizerSelectors'] as const } : {}),
    })
    made.set(key, environment)
  }
  return environment
}
