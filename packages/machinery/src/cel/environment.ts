/**
 * Environments that compile expressions into programs.
 * In: variables with their types, and which libraries. Out: programs, or messages as upstream writes them.
 * Always: what a compilation found out is kept in the program; nothing is compiled when a program runs.
 * Elsewhere: types of API objects (./schema-types.ts), the language's parts (./parser.ts, ./checker.ts, ./plan.ts).
 * @see apiserver pkg/cel/environment for which libraries a release has
 */
import { check, type Checked } from './checker.ts'
import type {
  CelCompilation,
  CelCompileOptions,
  CelEnvironment,
  CelEnvironmentOptions,
  CelField,
  CelLibraryName,
  CelType,
} from './contract.ts'
import { type Registry, registryOf } from './declarations.ts'
import { defaultLibraries, libraryNamed } from './libraries/catalog.ts'
import { kubernetesCosts } from './libraries/kubernetes-costs.ts'
import { parse } from './parser.ts'
import { type PlannedVariable, Planner } from './plan.ts'
import { PlanError, valueOfPlan } from './plan-node.ts'
import { Program } from './program.ts'
import { Source } from './source.ts'
import { formatType, sameType } from './types.ts'
import { validateLiterals } from './validate.ts'
import { Readers } from './views.ts'

function makeRegistry(libraries: readonly CelLibraryName[], strict: boolean): Registry {
  return registryOf(libraries.flatMap(libraryNamed), { table: kubernetesCosts, strict })
}

/** The usual registries are made once: they hold data and functions only. */
const strictRegistry = makeRegistry(defaultLibraries, true)
const lenientRegistry = makeRegistry(defaultLibraries, false)

export function celEnvironment(options: CelEnvironmentOptions): CelEnvironment {
  const { libraries, strictCost = true } = options
  const usual = strictCost ? strictRegistry : lenientRegistry
  const registry = libraries === undefined ? usual : makeRegistry(libraries, strictCost)
  const settings: Settings = {
    optionalSyntax: (libraries ?? defaultLibraries).includes('optional'),
    // New in 1.31, so taken only where it is stored already: a server of 1.30 may have to read what is written now.
    keywordFields: options.expressions === 'stored',
  }
  return new Environment(registry, settings, new Map(Object.entries(options.variables)), new Readers(registry.readers))
}

interface Settings {
  readonly optionalSyntax: boolean
  readonly keywordFields: boolean
}

class Environment implements CelEnvironment {
  private readonly registry: Registry
  private readonly settings: Settings
  private readonly declared: ReadonlyMap<string, CelType>
  private readonly readers: Readers
  private readonly variables: ReadonlyMap<string, PlannedVariable>
  private readonly types: ReadonlyMap<string, CelType>

  constructor(registry: Registry, settings: Settings, declared: ReadonlyMap<string, CelType>, readers: Readers) {
    this.registry = registry
    this.settings = settings
    this.declared = declared
    this.readers = readers
    this.variables = groupVariables(declared)
    this.types = new Map([...this.variables].map(([name, { type }]) => [name, type]))
  }

  extend(variables: Readonly<Record<string, CelType>>): CelEnvironment {
    const declared = new Map([...this.declared, ...Object.entries(variables)])
    return new Environment(this.registry, this.settings, declared, this.readers)
  }

  compile(text: string, options: CelCompileOptions = {}): CelCompilation {
    const source = new Source(text)
    const expr = parse(source, {
      macros: this.registry.macros,
      optionalSyntax: this.settings.optionalSyntax,
    })
    if (source.failed) return { problem: source.display() }
    const checked = check(expr, source, this.registry, this.types, this.settings)
    if (source.failed) return { problem: source.display() }
    validateLiterals(checked, source)
    if (source.failed) return { problem: source.display() }
    const problem = resultProblem(checked.typeOf(expr), options.resultTypes)
    if (problem !== undefined) return { problem, stage: 'result' }
    return this.plan(text, checked)
  }

  private plan(text: string, checked: Checked): CelCompilation {
    const planner = new Planner(checked, this.variables, this.readers)
    try {
      const run = valueOfPlan(planner.plan(checked.expr))
      return { program: new Program(text, checked, run, planner.slotCount, planner.references, this.types) }
    } catch (error) {
      if (error instanceof PlanError)
        return { problem: `program instantiation failed: ${error.message}`, stage: 'program' }
      throw error
    }
  }
}

/** `must evaluate to bool`, or `must evaluate to one of [string null_type]`. */
function resultProblem(type: CelType, allowed: readonly CelType[] | undefined): string | undefined {
  if (allowed === undefined || allowed.length === 0) return undefined
  if (allowed.some((candidate) => candidate.kind === 'dyn' || sameType(candidate, type))) return undefined
  const names = allowed.map((candidate) => (candidate.kind === 'null' ? 'null_type' : formatType(candidate)))
  return names.length === 1 ? `must evaluate to ${names[0]}` : `must evaluate to one of [${names.join(' ')}]`
}

/** Variables such as `variables.x` together make an object `variables`. */
function groupVariables(declared: ReadonlyMap<string, CelType>): ReadonlyMap<string, PlannedVariable> {
  const variables = new Map<string, PlannedVariable>()
  const groups = new Map<string, Map<string, CelType>>()
  for (const [name, type] of declared) {
    const dot = name.indexOf('.')
    const prefix = name.slice(0, Math.max(0, dot))
    if (dot < 0) variables.set(name, { type })
    else groups.set(prefix, (groups.get(prefix) ?? new Map<string, CelType>()).set(name.slice(dot + 1), type))
  }
  for (const [prefix, members] of groups) {
    // Beside a variable of that name, such as `authorizer`, they are found by their whole names only.
    if (variables.has(prefix)) {
      for (const [name, type] of members) variables.set(`${prefix}.${name}`, { type })
      continue
    }
    const fields = new Map<string, CelField>([...members].map(([name, type]) => [name, { type }]))
    variables.set(prefix, { type: { kind: 'object', name: `kubernetes.${prefix}`, fields: () => fields }, members })
  }
  return variables
}
