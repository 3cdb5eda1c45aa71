/**
 * The conditions under which an authorization webhook is asked: CEL over `request`, the spec of a SubjectAccessReview.
 * In: expressions. Out: what is wrong with them, or a matcher that says yes, no, or why it cannot say.
 * @see kubernetes v1.31 apiserver/pkg/authorization/cel
 */
import type { SubjectAccessReviewSpec } from '@elli/api/authorization/v1'
import type { WebhookMatchCondition } from '@elli/api/config/apiserver-config/v1beta1'
import type { CelEnvironment, CelField, CelProgram, CelType } from '@elli/machinery/cel/contract'
import { celEnvironment } from '@elli/machinery/cel/environment'
import { formatType } from '@elli/machinery/cel/types'
import {
  aggregate,
  duplicate,
  type FieldError,
  type FieldPath,
  invalid,
  required,
  tooMany,
} from '@elli/machinery/field'

const text: CelType = { kind: 'string' }
const texts: CelType = { kind: 'list', element: text }

function object(name: string, fields: Readonly<Record<string, CelType>>): CelType {
  const map = new Map<string, CelField>(Object.entries(fields).map(([key, type]) => [key, { type }]))
  return { kind: 'object', name: `kubernetes.${name}`, fields: () => map }
}

const requirement = object('SelectorRequirement', { key: text, operator: text, values: texts })
const selectorFields = { rawSelector: text, requirements: { kind: 'list', element: requirement } } as const

function requestType(withSelectors: boolean): CelType {
  return object('SubjectAccessReviewSpec', {
    resourceAttributes: object('ResourceAttributes', {
      namespace: text,
      verb: text,
      group: text,
      version: text,
      resource: text,
      subresource: text,
      name: text,
      ...(withSelectors
        ? {
            fieldSelector: object('FieldSelectorAttributes', selectorFields),
            labelSelector: object('LabelSelectorAttributes', selectorFields),
          }
        : {}),
    }),
    nonResourceAttributes: object('NonResourceAttributes', { path: text, verb: text }),
    user: text,
    groups: texts,
    extra: { kind: 'map', key: text, value: texts },
    uid: text,
  })
}

export type MatchAnswer = { matches: boolean } | { error: string }
export type Matcher = (spec: SubjectAccessReviewSpec) => MatchAnswer

const maxConditions = 64

export interface CompiledConditions {
  readonly errors: FieldError[]
  /** Undefined when there are no conditions: everything matches. */
  readonly matcher: Matcher | undefined
}

export function compileMatchConditions(
  conditions: readonly WebhookMatchCondition[],
  path: FieldPath,
  featureEnabled: (gate: string) => boolean,
): CompiledConditions {
  const list = path.child('matchConditions')
  const errors: FieldError[] = []
  const gate = 'StructuredAuthorizationConfiguration'
  if (conditions.length > 0 && !featureEnabled(gate)) {
    errors.push(invalid(list, '', `matchConditions are not supported when ${gate} feature gate is disabled`))
  }
  if (conditions.length > maxConditions) {
    return { errors: [...errors, tooMany(list, conditions.length, maxConditions)], matcher: undefined }
  }
  const programs: CelProgram[] = []
  const seen = new Set<string>()
  let environment: CelEnvironment | undefined
  for (const [index, { expression = '' }] of conditions.entries()) {
    const own = list.index(index).child('expression')
    if (expression.trim() === '') {
      errors.push(required(own))
      continue
    }
    if (seen.has(expression)) {
      errors.push(duplicate(own, expression))
      continue
    }
    seen.add(expression)
    environment ??= celEnvironment({
      variables: { request: requestType(featureEnabled('AuthorizeWithSelectors')) },
      expressions: 'stored',
    })
    const compiled = environment.compile(expression)
    if ('problem' in compiled) errors.push(invalid(own, expression, `compilation failed: ${compiled.problem}`))
    else if (compiled.program.resultType.kind !== 'bool') {
      errors.push(invalid(own, expression, `must evaluate to bool but got ${formatType(compiled.program.resultType)}`))
    } else programs.push(compiled.program)
  }
  return { errors, matcher: programs.length === 0 ? undefined : (spec) => evaluate(programs, spec) }
}

/** One no is enough, whatever errors there were before it; an error counts only when nothing said no. */
function evaluate(programs: readonly CelProgram[], spec: SubjectAccessReviewSpec): MatchAnswer {
  const request = shown(spec)
  const errors: string[] = []
  for (const program of programs) {
    const outcome = program.evaluate({ request })
    if ('error' in outcome) {
      errors.push(`cel evaluation error: expression '${program.source}' resulted in error: ${outcome.error}`)
    } else if (outcome.value === false) return { matches: false }
  }
  const error = aggregate(errors)
  return error === undefined ? { matches: true } : { error }
}

/** Every text is there, if only empty, so that expressions need no `has()` for them. */
function shown({
  user = '',
  groups = [],
  uid = '',
  extra = {},
  resourceAttributes: asked,
  nonResourceAttributes: path,
}: SubjectAccessReviewSpec): object {
  return {
    user,
    groups,
    uid,
    extra,
    ...(asked === undefined
      ? {}
      : {
          resourceAttributes: {
            namespace: asked.namespace ?? '',
            verb: asked.verb ?? '',
            group: asked.group ?? '',
            version: asked.version ?? '',
            resource: asked.resource ?? '',
            subresource: asked.subresource ?? '',
            name: asked.name ?? '',
            ...(asked.fieldSelector === undefined ? {} : { fieldSelector: asked.fieldSelector }),
            ...(asked.labelSelector === undefined ? {} : { labelSelector: asked.labelSelector }),
          },
        }),
    ...(path === undefined ? {} : { nonResourceAttributes: { verb: path.verb ?? '', path: path.path ?? '' } }),
  }
}
