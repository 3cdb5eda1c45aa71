/**
 * Command line flags with the Go components' semantics: `--flag value`, `--flag=value`, `--bool`, `--bool=false`, repeated flags,
 * `--` ends flags. In: a table of flags and the arguments. Out: values by name and the positional rest.
 * Errors are UsageError with upstream's words, so that callers can print them and exit 1.
 */
import { DurationError, parseGoDuration } from '@elli/machinery/go-duration'
import { PairsError, parsePairs } from './pairs-flag.ts'

export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}

export type FlagSpec =
  | { kind: 'string'; default?: string; placeholder?: string; help: string; short?: string }
  | { kind: 'int'; default?: number; placeholder?: string; help: string; short?: string }
  | { kind: 'bool'; default?: boolean; help: string; short?: string }
  | { kind: 'list'; placeholder?: string; help: string; short?: string }
  /** One value each time the flag is given, commas and all. */
  | { kind: 'each'; placeholder?: string; help: string; short?: string }
  /** Milliseconds, written as Go does: `1m30s`. */
  | { kind: 'duration'; default?: string; placeholder?: string; help: string; short?: string }
  | { kind: 'number'; default?: number; placeholder?: string; help: string; short?: string }
  /** `a=1,b=2`; the flag may be given several times. */
  | { kind: 'map'; placeholder?: string; help: string; short?: string }
  /** The same with commas in keys and values; several pairs stand in quotes. */
  | { kind: 'pairs'; placeholder?: string; help: string; short?: string }

export type FlagTable = Readonly<Record<string, FlagSpec>>

type ValueOf<S extends FlagSpec> = S extends { kind: 'bool' }
  ? boolean
  : S extends { kind: 'list' | 'each' }
    ? string[]
    : S extends { kind: 'map' | 'pairs' }
      ? Record<string, string>
      : S extends { kind: 'duration' }
        ? S extends { default: string }
          ? number
          : number | undefined
        : S extends { kind: 'int' | 'number' }
          ? S extends { default: number }
            ? number
            : number | undefined
          : S extends { default: string }
            ? string
            : string | undefined

export type FlagValues<T extends FlagTable> = { [Name in keyof T]: ValueOf<T[Name]> }

export function parseFlags<const T extends FlagTable>(
  table: T,
  args: readonly string[],
): { flags: FlagValues<T>; rest: string[] } {
  const values: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries(table)) {
    values[name] = initial(spec)
  }
  const rest: string[] = []
  for (let i = 0; i < args.length; i++) {
    const argument = args[i] as string
    if (argument === '--') {
      rest.push(...args.slice(i + 1))
      break
    }
    if (!argument.startsWith('-') || argument === '-') {
      rest.push(argument)
      continue
    }
    const equals = argument.indexOf('=')
    const given = equals < 0 ? argument : argument.slice(0, equals)
    const name = given.startsWith('--') ? given.slice(2) : longName(table, given.slice(1))
    const spec = name === undefined ? undefined : table[name]
    if (name === undefined || !spec) {
      throw new UsageError(
        given.startsWith('--') ? `unknown flag: ${given}` : `unknown shorthand flag: '${given.slice(1)}' in ${given}`,
      )
    }
    let text = equals < 0 ? undefined : argument.slice(equals + 1)
    if (text === undefined && spec.kind !== 'bool') {
      text = args[++i]
      if (text === undefined) throw new UsageError(`flag needs an argument: ${given}`)
    }
    values[name] = parseValue(given, spec, text, values[name])
  }
  return { flags: values as FlagValues<T>, rest }
}

function initial(spec: FlagSpec): unknown {
  switch (spec.kind) {
    case 'list':
    case 'each':
      return []
    case 'map':
    case 'pairs':
      return {}
    case 'bool':
      return spec.default ?? false
    case 'duration':
      return spec.default === undefined ? undefined : parseGoDuration(spec.default)
    default:
      return spec.default
  }
}

function parseValue(given: string, spec: FlagSpec, text: string | undefined, before: unknown): unknown {
  switch (spec.kind) {
    case 'bool':
      if (text === undefined || text === 'true' || text === '1') return true
      if (text === 'false' || text === '0') return false
      throw new UsageError(`invalid argument ${JSON.stringify(text)} for "${given}" flag: must be true or false`)
    case 'int':
      if (text === undefined || !/^[+-]?\d+$/.test(text))
        throw new UsageError(`invalid argument ${JSON.stringify(text)} for "${given}" flag: must be a whole number`)
      return Number(text)
    case 'number':
      if (text === undefined || text.trim() === '' || Number.isNaN(Number(text)))
        throw new UsageError(`invalid argument ${JSON.stringify(text)} for "${given}" flag: must be a number`)
      return Number(text)
    case 'duration':
      try {
        return parseGoDuration(text ?? '')
      } catch (error) {
        if (!(error instanceof DurationError)) throw error
        throw new UsageError(`invalid argument ${JSON.stringify(text)} for "${given}" flag: ${error.message}`)
      }
    case 'map':
      return { ...(before as Record<string, string>), ...pairs(given, text ?? '') }
    case 'pairs':
      try {
        return { ...(before as Record<string, string>), ...parsePairs(text ?? '') }
      } catch (error) {
        if (!(error instanceof PairsError)) throw error
        throw new UsageError(`invalid argument ${JSON.stringify(text)} for "${given}" flag: ${error.message}`)
      }
    case 'list':
      return [...(before as string[]), ...(text ?? '').split(',').filter((part) => part !== '')]
    case 'each':
      return [...(before as string[]), text ?? '']
    case 'string':
      return text
    default:
      return spec satisfies never
  }
}

function pairs(given: string, text: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const part of text.split(',').filter((item) => item.trim() !== '')) {
    const equals = part.indexOf('=')
    if (equals < 0)
      throw new UsageError(
        `invalid argument ${JSON.stringify(text)} for "${given}" flag: malformed pair, expect string=string`,
      )
    found[part.slice(0, equals).trim()] = part.slice(equals + 1).trim()
  }
  return found
}

const placeholders: Readonly<Record<Exclude<FlagSpec['kind'], 'bool'>, string>> = {
  int: 'N',
  number: 'N',
  list: 'LIST',
  each: 'TEXT',
  map: 'NAME=VALUE,...',
  pairs: 'NAME=VALUE',
  duration: 'DURATION',
  string: 'TEXT',
}

function longName(table: FlagTable, short: string): string | undefined {
  return Object.entries(table).find(([, spec]) => spec.short === short)?.[0]
}

/** The flags' part of a help text, aligned. */
export function describeFlags(table: FlagTable): string {
  const rows = Object.entries(table).map(([name, spec]) => {
    const value = spec.kind === 'bool' ? '' : ` ${spec.placeholder ?? placeholders[spec.kind]}`
    const fallback =
      'default' in spec && spec.default !== undefined && spec.default !== false ? ` (default ${spec.default})` : ''
    return [`  ${spec.short ? `-${spec.short}, ` : '    '}--${name}${value}`, `${spec.help}${fallback}`] as const
  })
  const width = Math.max(...rows.map(([left]) => left.length)) + 3
  return rows.map(([left, right]) => left.padEnd(width) + right).join('\n')
}
