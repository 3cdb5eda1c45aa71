/**
 * Expressions compiled for admission, with upstream's words for what is wrong with one.
 * In: an environment, a source, the result types that will do. Out: a program, or why there is none.
 */
import type { CelEnvironment, CelProgram, CelType } from '../cel/contract.ts'

export interface Expression {
  readonly source: string
  readonly program?: CelProgram
  /** Such as `compilation failed: ERROR: …` or `must evaluate to bool`. */
  readonly problem?: string
  /** The engine itself could not cope. */
  readonly internal?: boolean
}

export const boolResult: readonly CelType[] = [{ kind: 'bool' }]
export const stringResult: readonly CelType[] = [{ kind: 'string' }]
export const stringOrNullResult: readonly CelType[] = [{ kind: 'string' }, { kind: 'null' }]

/** @param resultTypes any type will do when there are none */
export function compileExpression(
  environment: CelEnvironment,
  source: string,
  resultTypes: readonly CelType[] = [],
): Expression {
  const compiled = environment.compile(source)
  if ('program' in compiled) {
    const { program } = compiled
    const problem = resultProblem(program.resultType, resultTypes)
    return problem === undefined ? { source, program } : { source, problem }
  }
  const { problem, internal = false } = compiled
  return { source, problem: problem.startsWith('ERROR:') ? `compilation failed: ${problem}` : problem, internal }
}

/** What may be of any type is not let pass either: admission asks for the very type. */
function resultProblem({ kind }: CelType, wanted: readonly CelType[]): string | undefined {
  if (wanted.length === 0 || wanted.some((type) => type.kind === kind)) return undefined
  const names = wanted.map((type) => (type.kind === 'null' ? 'null_type' : type.kind))
  return names.length === 1 ? `must evaluate to ${names[0]}` : `must evaluate to one of [${names.join(' ')}]`
}
