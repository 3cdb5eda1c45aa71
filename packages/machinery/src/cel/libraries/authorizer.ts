/**
 * Questions to the authorizer: `authorizer.group('apps').resource('deployments').check('create').allowed()`.
 * Always: a check asks once per question; one that is answered later makes the evaluation start again then.
 */
import type { CelAuthorizationRequest, CelAuthorizer, CelDecision } from '../contract.ts'
import { type FunctionDeclaration, type Library, memberOverload } from '../declarations.ts'
import { Pending } from '../frame.ts'
import { checkDns1123Label, checkDns1123Subdomain } from '../../names.ts'
import { boolType, opaque, stringType } from '../types.ts'
import { EvalError, OpaqueValue, type Value } from '../values.ts'
import { isPlainObject, type Reader } from '../views.ts'
import { text } from './arguments.ts'

const name = (type: string): string => `kubernetes.authorization.${type}`
const authorizerType = opaque(name('Authorizer'))
const pathCheckType = opaque(name('PathCheck'))
const groupCheckType = opaque(name('GroupCheck'))
const resourceCheckType = opaque(name('ResourceCheck'))
const decisionType = opaque(name('Decision'))

/** Asks each question once; answers that come later are kept for the next attempt. */
class Asking {
  private readonly authorizer: CelAuthorizer
  private readonly answers = new Map<string, CelDecision | Promise<void>>()

  constructor(authorizer: CelAuthorizer) {
    this.authorizer = authorizer
  }

  decide(request: CelAuthorizationRequest): CelDecision {
    const key = JSON.stringify(request)
    let answer = this.answers.get(key)
    if (answer === undefined) {
      const decision = this.authorizer.authorize(request)
      answer =
        decision instanceof Promise
          ? decision.then((later) => {
              this.answers.set(key, later)
            })
          : decision
      this.answers.set(key, answer)
    }
    if (answer instanceof Promise) throw new Pending(answer)
    return answer
  }
}

type Question = Partial<CelAuthorizationRequest>

/** A question in the making; which of its types it has says what may be asked next. */
class QuestionValue extends OpaqueValue {
  readonly typeName: string
  readonly asking: Asking
  readonly question: Question

  constructor(typeName: string, asking: Asking, question: Question) {
    super()
    this.typeName = typeName
    this.asking = asking
    this.question = question
  }

  equals(other: OpaqueValue): boolean {
    return (
      other instanceof QuestionValue &&
      other.asking === this.asking &&
      JSON.stringify(other.question) === JSON.stringify(this.question)
    )
  }

  toJson(): unknown {
    return { ...this.question }
  }

  with(typeName: string, more: Question): QuestionValue {
    return new QuestionValue(typeName, this.asking, { ...this.question, ...more })
  }
}

class DecisionValue extends OpaqueValue {
  readonly typeName = name('Decision')
  readonly decision: CelDecision

  constructor(decision: CelDecision) {
    super()
    this.decision = decision
  }

  equals(other: OpaqueValue): boolean {
    return other === this
  }

  toJson(): unknown {
    return { ...this.decision }
  }
}

function isAuthorizer(value: unknown): value is CelAuthorizer {
  return typeof value === 'object' && value !== null && 'authorize' in value && typeof value.authorize === 'function'
}

const readAuthorizer: Reader = (bound) =>
  isAuthorizer(bound)
    ? new QuestionValue(name('Authorizer'), new Asking(bound), {})
    : new EvalError('no authorizer is bound')

/** Bound as `{authorizer, resource: {group, resource, subresource, namespace, name}}`. */
const readResourceCheck: Reader = (bound) => {
  if (!isPlainObject(bound) || !isAuthorizer(bound['authorizer']) || !isPlainObject(bound['resource'])) {
    return new EvalError('no resource of a request is bound')
  }
  const { resource } = bound
  const part = (key: string): string => {
    const value = resource[key]
    return typeof value === 'string' ? value : ''
  }
  return new QuestionValue(name('ResourceCheck'), new Asking(bound['authorizer']), {
    group: part('group'),
    resource: part('resource'),
    subresource: part('subresource'),
    namespace: part('namespace'),
    name: part('name'),
  })
}

function question(value: Value | undefined): QuestionValue {
  if (value instanceof QuestionValue) return value
  throw new TypeError('not a question to the authorizer')
}

function decision(value: Value | undefined): CelDecision {
  if (value instanceof DecisionValue) return value.decision
  throw new TypeError('not a decision of the authorizer')
}

type Refinement = (question: QuestionValue, text: string) => Value

function refine(
  functionName: string,
  id: string,
  from: typeof authorizerType,
  to: typeof authorizerType,
  ask: Refinement,
): FunctionDeclaration {
  return {
    name: functionName,
    overloads: [memberOverload(id, [from, stringType], to, (value, part) => ask(question(value), text(part)))],
  }
}

const narrowed = (key: keyof Question): Refinement => {
  return (value, part) => value.with(name('ResourceCheck'), { [key]: part })
}

const check: FunctionDeclaration['overloads'][number]['run'] = (value, verb) => {
  const { asking, question: asked } = question(value)
  return new DecisionValue(asking.decide({ ...asked, verb: text(verb) }))
}

function serviceAccount(value: Value | undefined, namespace: string, account: string): Value {
  if (checkDns1123Subdomain(account).length > 0) return new EvalError('Invalid service account name')
  if (checkDns1123Label(namespace).length > 0) return new EvalError('Invalid service account namespace')
  return question(value).with(name('Authorizer'), { serviceAccount: { namespace, name: account } })
}

function ofDecision(
  functionName: string,
  id: string,
  type: typeof boolType,
  read: (d: CelDecision) => Value,
): FunctionDeclaration {
  return { name: functionName, overloads: [memberOverload(id, [decisionType], type, (value) => read(decision(value)))] }
}

export const authorizerLibrary: Library = {
  readers: [
    [name('Authorizer'), readAuthorizer],
    [name('ResourceCheck'), readResourceCheck],
  ],
  functions: [
    refine('path', 'authorizer_path', authorizerType, pathCheckType, (value, path) =>
      path.trim() === '' ? new EvalError('path must not be empty') : value.with(name('PathCheck'), { path }),
    ),
    refine('group', 'authorizer_group', authorizerType, groupCheckType, (value, group) =>
      value.with(name('GroupCheck'), { group }),
    ),
    refine('resource', 'groupcheck_resource', groupCheckType, resourceCheckType, (value, resource) =>
      resource.trim() === ''
        ? new EvalError('resource must not be empty')
        : value.with(name('ResourceCheck'), { resource }),
    ),
    refine('subresource', 'resourcecheck_subresource', resourceCheckType, resourceCheckType, narrowed('subresource')),
    refine('namespace', 'resourcecheck_namespace', resourceCheckType, resourceCheckType, narrowed('namespace')),
    refine('name', 'resourcecheck_name', resourceCheckType, resourceCheckType, narrowed('name')),
    {
      name: 'serviceAccount',
      overloads: [
        memberOverload(
          'authorizer_serviceaccount',
          [authorizerType, stringType, stringType],
          authorizerType,
          (value, namespace, account) => serviceAccount(value, text(namespace), text(account)),
        ),
      ],
    },
    {
      name: 'check',
      overloads: [
        memberOverload('pathcheck_check', [pathCheckType, stringType], decisionType, check),
        memberOverload('resourcecheck_check', [resourceCheckType, stringType], decisionType, check),
      ],
    },
    ofDecision('errored', 'decision_errored', boolType, ({ error }) => error !== undefined),
    ofDecision('error', 'decision_error', stringType, ({ error }) => error ?? ''),
    ofDecision('allowed', 'decision_allowed', boolType, (answer) => answer.decision === 'allow'),
    ofDecision('reason', 'decision_reason', stringType, ({ reason }) => reason),
  ],
}

export const authorizerSelectorLibrary: Library = {
  functions: [
    refine(
      'fieldSelector',
      'authorizer_fieldselector',
      resourceCheckType,
      resourceCheckType,
      narrowed('fieldSelector'),
    ),
    refine(
      'labelSelector',
      'authorizer_labelselector',
      resourceCheckType,
      resourceCheckType,
      narrowed('labelSelector'),
    ),
  ],
}
