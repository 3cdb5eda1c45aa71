/**
 * The type checker: names are found, overloads chosen, every node gets its type.
 * In: a tree; variables and a registry. Out: types and references by node id; mistakes are reported to the source.
 * Always: the tree is not changed: what a node turned out to be is said by its reference.
 * @see cel-go v0.20 checker/checker.go for the rules and messages
 */
import { type CallExpr, type ComprehensionExpr, type Expr, operators, type SelectExpr, type StructExpr } from './ast.ts'
import type { CelObjectType, CelType } from './contract.ts'
import type { FunctionDeclaration, Overload, Registry } from './declarations.ts'
import { fieldNamed } from './fields.ts'
import type { Source } from './source.ts'
import { mostGeneral, substitute, type Substitutions, unifyAll } from './unify.ts'
import {
  boolType,
  bytesType,
  doubleType,
  dynType,
  errorType,
  formatSignature,
  formatType,
  intType,
  isDynOrError,
  listOf,
  mapOf,
  nullType,
  optionalOf,
  parameter,
  sameType,
  stringType,
  uintType,
} from './types.ts'
import { kindOf, type TypeValue, type Value } from './values.ts'

export type Reference =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'constant'; readonly value: TypeValue }
  | {
      readonly kind: 'function'
      readonly declaration: FunctionDeclaration
      readonly overloads: readonly Overload[]
      /** The target was part of the function's name, as in `optional.of(x)`. */
      readonly namespaced: boolean
    }

export interface Checked {
  readonly expr: Expr
  typeOf(expr: Expr): CelType
  referenceOf(expr: Expr): Reference | undefined
}

export type Variables = ReadonlyMap<string, CelType>

export interface CheckOptions {
  /** Fields that are named like words of the language may be written without escapes. */
  readonly keywordFields?: boolean
}

export function check(
  expr: Expr,
  source: Source,
  registry: Registry,
  variables: Variables,
  options: CheckOptions = {},
): Checked {
  return new Checker(source, registry, variables, options).run(expr)
}

/** Comprehension variables, innermost first. */
interface Scope {
  readonly name: string
  readonly type: CelType
  readonly outer: Scope | undefined
}

class Checker {
  private readonly source: Source
  private readonly registry: Registry
  private readonly variables: Variables
  private readonly options: CheckOptions
  private readonly types = new Map<number, CelType>()
  private readonly references = new Map<number, Reference>()
  private known: Substitutions = new Map()
  private scope: Scope | undefined
  private freshCount = 0

  constructor(source: Source, registry: Registry, variables: Variables, options: CheckOptions) {
    this.options = options
    this.source = source
    this.registry = registry
    this.variables = variables
  }

  run(expr: Expr): Checked {
    this.check(expr)
    const { types, references, known } = this
    for (const [id, type] of types) types.set(id, substitute(known, type, 'dyn'))
    return {
      expr,
      typeOf: (node) => types.get(node.id) ?? dynType,
      referenceOf: (node) => references.get(node.id),
    }
  }

  private report(id: number, message: string): void {
    this.source.reportAt(id, message)
  }

  private fresh(): CelType {
    return parameter(`_var${this.freshCount++}`)
  }

  private fits(from: CelType, to: CelType): boolean {
    return this.fitAll([from], [to])
  }

  private fitAll(from: readonly CelType[], to: readonly CelType[]): boolean {
    const known = unifyAll(this.known, from, to)
    if (known === undefined) return false
    this.known = known
    return true
  }

  private resolve(type: CelType): CelType {
    return substitute(this.known, type, 'keep')
  }

  private check(expr: Expr): CelType {
    const type = this.typeOfNode(expr)
    this.types.set(expr.id, type)
    return type
  }

  private typeOfNode(expr: Expr): CelType {
    switch (expr.kind) {
      case 'literal':
        return literalType(expr.value)
      case 'ident':
        return this.lookup(expr.id, expr.name) ?? this.undeclared(expr.id, expr.name)
      case 'select':
        return this.select(expr)
      case 'call':
        return this.call(expr)
      case 'list':
        return this.list(expr.elements)
      case 'map':
        return this.map(expr.entries)
      case 'struct':
        return this.struct(expr)
      case 'comprehension':
        return this.comprehension(expr)
      case 'missing':
        return errorType
      default:
        return expr satisfies never
    }
  }

  private undeclared(id: number, name: string): CelType {
    this.report(id, `undeclared reference to '${name}' (in container '')`)
    return errorType
  }

  /** Kubernetes has no types that expressions could make objects of. */
  private struct(expr: StructExpr): CelType {
    const type = this.lookup(expr.id, expr.typeName)
    if (type === undefined) return this.undeclared(expr.id, expr.typeName)
    const named = type.kind === 'type' && type.of !== undefined ? type.of : type
    const wrong = type.kind === 'type' ? 'is not a message type' : 'is not a type'
    this.report(expr.id, `'${formatType(named)}' ${wrong}`)
    for (const { value } of expr.fields) this.check(value)
    return errorType
  }

  private lookup(id: number, written: string): CelType | undefined {
    const name = written.startsWith('.') ? written.slice(1) : written
    for (let scope = this.scope; scope !== undefined; scope = scope.outer) {
      if (scope.name === name) {
        this.references.set(id, { kind: 'variable', name })
        return scope.type
      }
    }
    const variable = this.variables.get(name)
    if (variable !== undefined) {
      this.references.set(id, { kind: 'variable', name })
      return variable
    }
    const constant = this.registry.typeNames.get(name)
    if (constant !== undefined) {
      this.references.set(id, { kind: 'constant', value: constant.value })
      return constant.type
    }
    return undefined
  }

  private select(expr: SelectExpr): CelType {
    if (!expr.testOnly) {
      const name = qualifiedName(expr)
      const type = name === undefined ? undefined : this.lookup(expr.id, name)
      if (type !== undefined) return type
    }
    const type = this.selectField(expr.id, expr.operand, expr.field, false)
    return expr.testOnly ? boolType : this.resolve(type)
  }

  private optionalSelect(expr: CallExpr): CelType {
    const [operand, field] = expr.args
    if (operand === undefined || field?.kind !== 'literal' || typeof field.value !== 'string') {
      this.report(expr.id, 'unsupported optional field selection')
      return errorType
    }
    this.check(field)
    const type = this.resolve(this.selectField(expr.id, operand, field.value, true))
    const declaration = this.registry.functions.get(operators.optionalSelect)
    if (declaration !== undefined) {
      this.references.set(expr.id, {
        kind: 'function',
        declaration,
        overloads: declaration.overloads,
        namespaced: false,
      })
    }
    return type
  }

  private selectField(id: number, operand: Expr, field: string, optional: boolean): CelType {
    const operandType = this.resolve(this.check(operand))
    const isOptional = operandType.kind === 'optional'
    const result = this.fieldType(id, isOptional ? operandType.of : operandType, field)
    return isOptional || optional ? optionalOf(result) : result
  }

  private fieldType(id: number, type: CelType, field: string): CelType {
    switch (type.kind) {
      case 'map':
        return type.value
      case 'object':
        return this.objectField(id, type, field)
      case 'parameter':
        this.fits(dynType, type)
        return dynType
      default:
        if (!isDynOrError(type)) this.report(id, `type '${formatType(type)}' does not support field selection`)
        return dynType
    }
  }

  private objectField(id: number, type: CelObjectType, name: string): CelType {
    const field = fieldNamed(type, name, this.options.keywordFields)
    if (field !== undefined) return field.field.type
    this.report(id, `undefined field '${name}'`)
    return errorType
  }

  private call(expr: CallExpr): CelType {
    if (expr.name === operators.optionalSelect) return this.optionalSelect(expr)
    const argTypes = expr.args.map((arg) => this.check(arg))
    const { functions } = this.registry
    if (expr.target === undefined) {
      const name = expr.name.startsWith('.') ? expr.name.slice(1) : expr.name
      const declaration = functions.get(name)
      if (declaration === undefined) return this.undeclared(expr.id, expr.name)
      return this.resolveOverload(expr, declaration, undefined, argTypes, false)
    }
    const prefix = qualifiedName(expr.target)
    const namespaced = prefix === undefined ? undefined : functions.get(`${prefix.replace(/^\./, '')}.${expr.name}`)
    if (namespaced !== undefined) return this.resolveOverload(expr, namespaced, undefined, argTypes, true)
    const target = this.check(expr.target)
    const declaration = functions.get(expr.name)
    if (declaration === undefined) return this.undeclared(expr.id, expr.name)
    return this.resolveOverload(expr, declaration, target, argTypes, false)
  }

  private resolveOverload(
    expr: CallExpr,
    declaration: FunctionDeclaration,
    target: CelType | undefined,
    args: readonly CelType[],
    namespaced: boolean,
  ): CelType {
    const types = target === undefined ? args : [target, ...args]
    const { name } = declaration
    const chosen: Overload[] = []
    let result: CelType | undefined
    if (name === operators.and || name === operators.or) {
      result = this.logical(expr, types)
      chosen.push(...declaration.overloads)
    } else {
      for (const overload of declaration.overloads) {
        if (overload.member !== (target !== undefined) || cannotFit(types, overload.args)) continue
        const [overloadResult, ...overloadArgs] = this.instantiate(overload)
        if (overloadResult === undefined || !this.fitAll(types, overloadArgs)) continue
        chosen.push(overload)
        const type = this.resolve(overloadResult)
        if (result === undefined) result = type
        else if (result.kind !== 'dyn' && !sameType(type, result)) result = dynType
      }
      if (result === undefined) {
        const shown = types.map((type) => substitute(this.known, type, 'dyn'))
        const signature = formatSignature(shown, target !== undefined)
        this.report(expr.id, `found no matching overload for '${name}' applied to '${signature}'`)
      }
    }
    if (result === undefined) return errorType
    this.references.set(expr.id, { kind: 'function', declaration, overloads: chosen, namespaced })
    return result
  }

  /** Both sides of `&&` and `||` are told apart when they are no booleans. */
  private logical(expr: CallExpr, types: readonly CelType[]): CelType | undefined {
    let fine = true
    for (const [i, type] of types.entries()) {
      if (this.fits(type, boolType)) continue
      this.mismatch(expr.args[i]?.id ?? expr.id, boolType, type)
      fine = false
    }
    return fine ? boolType : undefined
  }

  private mismatch(id: number, expected: CelType, found: CelType): void {
    this.report(id, `expected type '${formatType(expected)}' but found '${formatType(found)}'`)
  }

  /** Result and arguments with type parameters of their own. */
  private instantiate(overload: Overload): CelType[] {
    const types = [overload.result, ...overload.args]
    const names = new Set<string>()
    for (const type of types) collectParameters(type, names)
    if (names.size === 0) return types
    const own = new Map([...names].map((name) => [name, this.fresh()]))
    return types.map((type) => substitute(own, type, 'keep'))
  }

  private list(elements: readonly { readonly value: Expr; readonly optional: boolean }[]): CelType {
    let joined: CelType | undefined
    for (const { value, optional } of elements) {
      const type = this.entryType(value, optional)
      joined = this.join(joined, type)
    }
    return listOf(joined ?? this.fresh())
  }

  private map(entries: readonly { readonly key: Expr; readonly value: Expr; readonly optional: boolean }[]): CelType {
    let keyType: CelType | undefined
    let valueType: CelType | undefined
    for (const { key, value, optional } of entries) {
      keyType = this.join(keyType, this.check(key))
      valueType = this.join(valueType, this.entryType(value, optional))
    }
    return mapOf(keyType ?? this.fresh(), valueType ?? this.fresh())
  }

  /** The type of an element; of `?element`, what is inside the optional. */
  private entryType(value: Expr, optional: boolean): CelType {
    const type = this.check(value)
    if (!optional) return type
    if (type.kind === 'optional') return type.of
    if (type.kind !== 'dyn') this.mismatch(value.id, optionalOf(type), type)
    return type
  }

  private join(previous: CelType | undefined, current: CelType): CelType {
    if (previous === undefined) return current
    if (this.fits(previous, current)) return mostGeneral(previous, current)
    // Kubernetes wants one type, but not in arguments of `format`: see ./validate.ts.
    return dynType
  }

  private comprehension(expr: ComprehensionExpr): CelType {
    const rangeType = this.resolve(this.check(expr.range))
    const accumulatorType = this.check(expr.init)
    const variables = this.variableTypes(expr, rangeType)
    const outer = this.scope
    const withAccumulator: Scope = { name: expr.accumulator, type: accumulatorType, outer }
    this.scope = { name: expr.variable, type: variables.first, outer: withAccumulator }
    if (expr.variable2 !== undefined) {
      this.scope = { name: expr.variable2, type: variables.second, outer: this.scope }
    }
    this.assert(expr.condition, this.check(expr.condition), boolType)
    this.assert(expr.step, this.check(expr.step), accumulatorType)
    this.scope = withAccumulator
    const result = this.check(expr.result)
    this.scope = outer
    return this.resolve(result)
  }

  private assert(expr: Expr, type: CelType, expected: CelType): void {
    if (!this.fits(expected, type)) this.mismatch(expr.id, expected, type)
  }

  private variableTypes(expr: ComprehensionExpr, range: CelType): { first: CelType; second: CelType } {
    switch (range.kind) {
      case 'list':
        return expr.variable2 === undefined
          ? { first: range.element, second: dynType }
          : { first: intType, second: range.element }
      case 'map':
        return { first: range.key, second: range.value }
      default:
        if (range.kind === 'parameter' || isDynOrError(range)) {
          this.fits(dynType, range)
          return { first: dynType, second: dynType }
        }
        this.report(
          expr.range.id,
          `expression of type '${formatType(range)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
        )
        return { first: errorType, second: errorType }
    }
  }
}

/** Most overloads are out of the question by the kinds of their arguments alone. */
function cannotFit(types: readonly CelType[], args: readonly CelType[]): boolean {
  if (types.length !== args.length) return true
  for (let i = 0; i < types.length; i++) {
    const [type, arg] = [types[i], args[i]]
    if (type === undefined || arg === undefined || type.kind === arg.kind) continue
    if (!isOpenKind(type) && !isOpenKind(arg)) return true
  }
  return false
}

/** May fit a type of another kind. */
function isOpenKind({ kind }: CelType): boolean {
  return kind === 'dyn' || kind === 'parameter' || kind === 'null' || kind === 'opaque'
}

function collectParameters(type: CelType, names: Set<string>): void {
  if (type.kind === 'parameter') names.add(type.name)
  else if (type.kind === 'list') collectParameters(type.element, names)
  else if (type.kind === 'optional') collectParameters(type.of, names)
  else if (type.kind === 'type' && type.of !== undefined) collectParameters(type.of, names)
  else if (type.kind === 'map') {
    collectParameters(type.key, names)
    collectParameters(type.value, names)
  } else if (type.kind === 'opaque') for (const inner of type.parameters ?? []) collectParameters(inner, names)
}

/** `a.b.c` of plain selections. */
export function qualifiedName(expr: Expr): string | undefined {
  if (expr.kind === 'ident') return expr.name
  if (expr.kind !== 'select' || expr.testOnly) return undefined
  const prefix = qualifiedName(expr.operand)
  return prefix === undefined ? undefined : `${prefix}.${expr.field}`
}

function literalType(value: Value): CelType {
  switch (kindOf(value)) {
    case 'null':
      return nullType
    case 'bool':
      return boolType
    case 'int':
      return intType
    case 'uint':
      return uintType
    case 'double':
      return doubleType
    case 'bytes':
      return bytesType
    default:
      return stringType
  }
}
