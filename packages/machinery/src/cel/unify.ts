/**
 * Which type may stand where another is asked for, with type parameters being found out on the way.
 * In: types and what is known of the parameters so far. Out: whether it fits, and what is known afterwards.
 * Always: a failed attempt leaves no trace in what is known; dyn and the error type fit everywhere.
 * @see cel-go v0.20 checker/types.go for the rules
 */
import type { CelType } from './contract.ts'
import { errorType, isDynOrError, sameType, typeParameters } from './types.ts'

/** What each type parameter stands for, by name. */
export type Substitutions = ReadonlyMap<string, CelType>

/** Tries all pairs together. @returns the new knowledge, or undefined when they do not fit */
export function unifyAll(
  known: Substitutions,
  from: readonly CelType[],
  to: readonly CelType[],
): Substitutions | undefined {
  if (from.length !== to.length) return undefined
  const attempt = new Attempt(known)
  return from.every((type, i) => attempt.assignable(type, to[i] ?? errorType)) ? attempt.result() : undefined
}

/** Replaces parameters by what they stand for; unknown ones become dyn when `open` says so. */
export function substitute(known: Substitutions, type: CelType, open: 'keep' | 'dyn'): CelType {
  switch (type.kind) {
    case 'parameter': {
      const found = known.get(type.name)
      if (found !== undefined) return substitute(known, found, open)
      return open === 'dyn' ? { kind: 'dyn' } : type
    }
    case 'list': {
      const element = substitute(known, type.element, open)
      return element === type.element ? type : { ...type, element }
    }
    case 'map': {
      const [key, value] = [substitute(known, type.key, open), substitute(known, type.value, open)]
      return key === type.key && value === type.value ? type : { ...type, key, value }
    }
    case 'optional': {
      const of = substitute(known, type.of, open)
      return of === type.of ? type : { kind: 'optional', of }
    }
    case 'type':
      return type.of === undefined ? type : { kind: 'type', of: substitute(known, type.of, open) }
    case 'opaque':
      return type.parameters === undefined
        ? type
        : { ...type, parameters: type.parameters.map((inner) => substitute(known, inner, open)) }
    default:
      return type
  }
}

/** The more general of two types that fit each other. */
export function mostGeneral(a: CelType, b: CelType): CelType {
  return equalOrLessSpecific(a, b) ? a : b
}

function equalOrLessSpecific(a: CelType, b: CelType): boolean {
  if (a.kind === 'dyn' || a.kind === 'parameter') return true
  if (b.kind === 'dyn' || b.kind === 'parameter' || a.kind !== b.kind) return false
  if (a.kind === 'type') return true
  const [left, right] = [typeParameters(a), typeParameters(b)]
  if (left.length === 0) return sameType(a, b)
  return left.length === right.length && left.every((type, i) => equalOrLessSpecific(type, right[i] ?? errorType))
}

class Attempt {
  private readonly known: Substitutions
  /** Copied when first written: most attempts bind nothing. */
  private own: Map<string, CelType> | undefined

  constructor(known: Substitutions) {
    this.known = known
  }

  result(): Substitutions {
    return this.own ?? this.known
  }

  private find(name: string): CelType | undefined {
    return (this.own ?? this.known).get(name)
  }

  private bind(name: string, type: CelType): void {
    this.own ??= new Map(this.known)
    this.own.set(name, type)
  }

  assignable(from: CelType, to: CelType): boolean {
    if (to.kind === 'parameter') {
      const { fits, wasKnown } = this.bindParameter(from, to.name)
      if (fits) return true
      if (wasKnown) return false
    }
    if (from.kind === 'parameter') return this.bindParameter(to, from.name).fits
    if (isDynOrError(from) || isDynOrError(to)) return true
    if (from.kind === 'null') return nullable(to)
    if (to.kind === 'null') return nullable(from)
    if (from.kind === 'type') return to.kind === 'type'
    if (from.kind !== to.kind) return false
    if (from.kind === 'object' || from.kind === 'opaque') {
      if (to.kind !== from.kind || from.name !== to.name) return false
    }
    const [left, right] = [typeParameters(from), typeParameters(to)]
    return left.length === right.length && left.every((type, i) => this.assignable(type, right[i] ?? errorType))
  }

  private bindParameter(type: CelType, name: string): { fits: boolean; wasKnown: boolean } {
    if (type.kind === 'parameter' && type.name === name) return { fits: true, wasKnown: true }
    const bound = this.find(name)
    if (bound !== undefined) {
      if (sameType(type, bound)) return { fits: true, wasKnown: true }
      if (!this.assignable(type, bound)) return { fits: false, wasKnown: true }
      const general = mostGeneral(type, bound)
      if (!this.occurs(name, general)) this.bind(name, general)
      return { fits: true, wasKnown: true }
    }
    if (this.occurs(name, type)) return { fits: false, wasKnown: false }
    this.bind(name, type)
    return { fits: true, wasKnown: false }
  }

  /** Whether the parameter is part of the type: it cannot stand for something that contains it. */
  private occurs(name: string, within: CelType): boolean {
    if (within.kind === 'parameter') {
      if (within.name === name) return true
      const bound = this.find(within.name)
      return bound !== undefined && this.occurs(name, bound)
    }
    return typeParameters(within).some((type) => this.occurs(name, type))
  }
}

function nullable(type: CelType): boolean {
  switch (type.kind) {
    case 'null':
    case 'object':
    case 'opaque':
    case 'optional':
    case 'timestamp':
    case 'duration':
      return true
    default:
      return false
  }
}
