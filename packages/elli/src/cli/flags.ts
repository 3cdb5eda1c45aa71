/**
 * Command line flags with the Go components' semantics: `--flag value`, `--flag=value`, `--bool`, `--bool=false`, repeated flags,
 * `--` ends flags. In: a table of flags and the arguments. Out: values by name and the positional rest.
 * Errors are UsageError with upstream's words, so that callers can print them and exit 1.
 */

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

export type FlagTable = Readonly<Record<string, FlagSpec>>

type ValueOf<S extends FlagSpec> = S extends { kind: 'bool' }
  ? boolean
  : S extends { kind: 'list' }
    ? string[]
    : S extends { kind: 'int' }
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
    values[name] = spec.kind === 'list' ? [] : spec.kind === 'bool' ? (spec.default ?? false) : spec.default
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
    case 'list':
      return [...(before as string[]), ...(text ?? '').split(',').filter((part) => part !== '')]
    case 'string':
      return text
    default:
      return spec satisfies never
  }
}

function longName(table: FlagTable, short: string): string | undefined {
  return Object.entries(table).find(([, spec]) => spec.short === short)?.[0]
}

/** The flags' part of a help text, aligned. */
export function describeFlags(table: FlagTable): string {
  const rows = Object.entries(table).map(([name, spec]) => {
    const value =
      spec.kind === 'bool'
        ? ''
        : ` ${spec.placeholder ?? (spec.kind === 'int' ? 'N' : spec.kind === 'list' ? 'LIST' : 'TEXT')}`
    const fallback =
      'default' in spec && spec.default !== undefined && spec.default !== false ? ` (default ${spec.default})` : ''
    return [`  ${spec.short ? `-${spec.short}, ` : '    '}--${name}${value}`, `${spec.help}${fallback}`] as const
  })
  const width = Math.max(...rows.map(([left]) => left.length)) + 3
  return rows.map(([left, right]) => left.padEnd(width) + right).join('\n')
}
