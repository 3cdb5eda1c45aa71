/**
 * x-kubernetes-validations of one node, compiled.
 * In: the node, its engine, the age of each expression. Out: programs with their worst cost, or upstream's words on why not.
 * Elsewhere: running them (./rules.ts), whether a CRD may have them (resources/apiextensions).
 * @see apiextensions-apiserver pkg/apiserver/schema/cel/compilation.go
 */
import type { ValidationRule } from '@elli/api/apiextensions/v1'
import type { CelCompilation, CelEnvironment, CelProgram } from '@elli/machinery/cel/contract'
import { type ExpressionAge, maxRequestBytes, minSerializedSize, type RuleEngine } from './cel-engine.ts'
import { findField } from './field-path.ts'
import type { Structural } from './structural.ts'

export interface CompiledRule {
  readonly rule: ValidationRule
  /** Undefined of an empty rule, and of one with a problem. */
  readonly program: CelProgram | undefined
  readonly problem: string | undefined
  readonly usesOldSelf: boolean
  /** Worst cost of one evaluation. */
  readonly maxCost: number
  readonly message: CelProgram | undefined
  readonly messageProblem: string | undefined
  readonly messageMaxCost: number
  /** Where below the node the error is reported; empty: the node itself. */
  readonly fieldPath: string
}

export interface CompiledRules {
  readonly rules: readonly CompiledRule[]
  /** How often the node may occur in one request, at most, if its parents set no limits. */
  readonly maxCardinality: number
}

export interface CompileRulesOptions {
  readonly engine: RuleEngine
  readonly isResourceRoot: boolean
  ageOf(expression: string, of: 'rule' | 'messageExpression'): ExpressionAge
}

export const noDeclarationProblem = 'failed to convert to declType for CEL validation rules'

/** Undefined: the node has no type that rules could see. */
export function compileRules(schema: Structural, options: CompileRulesOptions): CompiledRules | undefined {
  const size = minSerializedSize(schema)
  if (size === undefined) return undefined
  const environments = new Map<string, CelEnvironment | undefined>()
  const environment = (optionalOldSelf: boolean, age: ExpressionAge): CelEnvironment | undefined => {
    const key = `${optionalOldSelf} ${age}`
    if (!environments.has(key)) {
      environments.set(key, options.engine.environment(schema, options.isResourceRoot, { optionalOldSelf, age }))
    }
    return environments.get(key)
  }
  const rules: CompiledRule[] = []
  for (const rule of schema.rules) {
    const optional = rule.optionalOldSelf === true
    const ruleEnvironment = environment(optional, options.ageOf(rule.rule, 'rule'))
    const messageEnvironment = environment(optional, options.ageOf(rule.messageExpression ?? '', 'messageExpression'))
    if (ruleEnvironment === undefined || messageEnvironment === undefined) return undefined
    rules.push(compileRule(schema, rule, ruleEnvironment, messageEnvironment))
  }
  // At least a comma stands between two of them.
  return { rules, maxCardinality: Math.floor(maxRequestBytes / (size + 1)) }
}

const nothing = {
  program: undefined,
  problem: undefined,
  usesOldSelf: false,
  maxCost: 0,
  message: undefined,
  messageProblem: undefined,
  messageMaxCost: 0,
  fieldPath: '',
} as const

function compileRule(
  schema: Structural,
  rule: ValidationRule,
  environment: CelEnvironment,
  messageEnvironment: CelEnvironment,
): CompiledRule {
  if (rule.rule.trim() === '') return { ...nothing, rule }
  const compiled = environment.compile(rule.rule)
  if ('problem' in compiled) {
    return {
      ...nothing,
      rule,
      problem: compilationProblem(compiled, 'compilation failed: ', 'unexpected compilation error: '),
    }
  }
  const { program } = compiled
  if (program.resultType.kind !== 'bool') {
    return { ...nothing, rule, problem: 'cel expression must evaluate to a bool' }
  }
  const found = rule.fieldPath ? findField(rule.fieldPath, schema) : undefined
  const base = {
    ...nothing,
    rule,
    program,
    usesOldSelf: program.references.has('oldSelf'),
    maxCost: program.estimateCost().max,
    fieldPath: found !== undefined && 'path' in found ? (found.path?.toString() ?? '') : '',
  }
  if (!rule.messageExpression) return base
  return { ...base, ...compileMessage(messageEnvironment.compile(rule.messageExpression)) }
}

type CompiledMessage = Pick<CompiledRule, 'message' | 'messageProblem' | 'messageMaxCost'>

function compileMessage(compiled: CelCompilation): CompiledMessage {
  const failed = (messageProblem: string): CompiledMessage => ({
    message: undefined,
    messageProblem,
    messageMaxCost: 0,
  })
  if ('problem' in compiled) {
    const internal = 'unexpected messageExpression compilation error: '
    const problem = compilationProblem(compiled, 'messageExpression compilation failed: ', internal)
    return failed(problem.replace(/^program instantiation/, 'messageExpression instantiation'))
  }
  const { program } = compiled
  if (program.resultType.kind !== 'string') return failed('messageExpression must evaluate to a string')
  return { message: program, messageProblem: undefined, messageMaxCost: program.estimateCost().max }
}

function compilationProblem(
  compiled: Extract<CelCompilation, { readonly problem: string }>,
  prefix: string,
  internalPrefix: string,
): string {
  if (compiled.stage === 'program') return compiled.problem
  return `${compiled.internal === true ? internalPrefix : prefix}${compiled.problem}`
}
