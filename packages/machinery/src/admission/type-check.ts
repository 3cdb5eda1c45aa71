/**
 * Type-checks the expressions of a policy against the kinds that its rules name: what would fail there, as warnings for its status.
 * In: a policy; how kinds and their types are found. Out: warnings, none where all is well or nothing is known.
 * Always: never a refusal; rules with wildcards are not checked, and of one rule at most ten kinds.
 * @see apiserver pkg/admission/plugin/policy/validating/typechecking.go
 */
import type {
  ExpressionWarning,
  NamedRuleWithOperations,
  ValidatingAdmissionPolicy,
} from '@elli/api/admissionregistration/v1'
import { type GroupVersionKind, parseApiVersion } from '@elli/api/object'
import type { CelEnvironment, CelType } from '../cel/contract.ts'
import { celEnvironment } from '../cel/environment.ts'
import { at } from '../field.ts'
import { authorizerType, namespaceType, requestType } from './environment.ts'
import { VariableTypes } from './variable-types.ts'

export interface KnownKinds {
  /** Kinds that a resource is served as. */
  kindsOf(group: string, version: string, resource: string): readonly GroupVersionKind[]
  /** Undefined: nothing is known of the kind. */
  typeOf(kind: GroupVersionKind): CelType | undefined
}

const mostKinds = 10

export function typeCheckPolicy(policy: ValidatingAdmissionPolicy, known: KnownKinds): ExpressionWarning[] {
  const { validations = [], variables = [], paramKind } = policy.spec
  const params =
    paramKind === undefined
      ? undefined
      : known.typeOf({ ...parseApiVersion(paramKind.apiVersion ?? ''), kind: paramKind.kind ?? '' })
  const environments = kindsToCheck(policy, known).flatMap((kind) => {
    const type = known.typeOf(kind)
    if (type === undefined) return []
    let environment = environmentFor(type, params)
    const types = new VariableTypes()
    for (const { name, expression } of variables) {
      const compiled = environment.compile(expression)
      types.declare(name, 'program' in compiled ? compiled.program.resultType : undefined)
      environment = types.in(environment)
    }
    return [{ kind, environment }]
  })
  const warningsFor = (source: string, fieldRef: string): ExpressionWarning[] => {
    const warning = environments
      .flatMap(({ kind, environment }) => {
        const compiled = environment.compile(source)
        return 'problem' in compiled ? [`${kind.group}/${kind.version}, Kind=${kind.kind}: ${compiled.problem}\n`] : []
      })
      .join('\n')
    return warning === '' ? [] : [{ fieldRef, warning }]
  }
  const path = at('spec', 'validations')
  return validations.flatMap(({ expression, messageExpression = '' }, index) => [
    ...warningsFor(expression, path.index(index).child('expression').toString()),
    ...(messageExpression === ''
      ? []
      : warningsFor(messageExpression, path.index(index).child('messageExpression').toString())),
  ])
}

function environmentFor(object: CelType, params: CelType | undefined): CelEnvironment {
  return celEnvironment({
    variables: {
      object,
      oldObject: object,
      namespaceObject: namespaceType,
      request: requestType,
      authorizer: authorizerType,
      ...(params === undefined ? {} : { params }),
    },
    expressions: 'stored',
  })
}

/** In the order of group, version and kind. */
function kindsToCheck({ spec }: ValidatingAdmissionPolicy, known: KnownKinds): GroupVersionKind[] {
  const found = new Map<string, GroupVersionKind>()
  for (const rule of spec.matchConstraints?.resourceRules ?? []) {
    let count = 0
    for (const kind of kindsOfRule(rule, known)) {
      found.set(`${kind.group}/${kind.version}/${kind.kind}`, kind)
      if (++count === mostKinds) return sorted([...found.values()])
    }
  }
  return sorted([...found.values()])
}

function* kindsOfRule(rule: NamedRuleWithOperations, known: KnownKinds): Generator<GroupVersionKind> {
  const groups = [...(rule.apiGroups ?? [])].sort()
  const versions = [...(rule.apiVersions ?? [])].sort()
  if (groups.some((group) => group.includes('*')) || versions.some((version) => version.includes('*'))) return
  const resources = (rule.resources ?? []).filter((resource) => !/[*/]/.test(resource)).sort()
  for (const group of groups) {
    for (const version of versions) {
      for (const resource of resources) yield* known.kindsOf(group, version, resource)
    }
  }
}

function sorted(kinds: GroupVersionKind[]): GroupVersionKind[] {
  const key = ({ group, version, kind }: GroupVersionKind): string => [group, version, kind].join('\u0000')
  return kinds.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}
