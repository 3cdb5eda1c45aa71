/** Kubernetes' find and findAll. */
import { type FunctionDeclaration, type Implementation, type Library, memberOverload } from '../declarations.ts'
import { intType, listOf, stringType } from '../types.ts'
import { EvalError, type Value } from '../values.ts'
import { index, text } from './arguments.ts'
import { compilePattern, type Pattern } from './patterns.ts'

function find(pattern: Pattern, subject: string): Value {
  const matcher = pattern.matcher(subject)
  return matcher.find() ? (matcher.group() ?? '') : ''
}

/** Below zero all matches. As in Go, an empty match right behind another match is none. */
function findAll(pattern: Pattern, subject: string, limit: number): Value {
  const found: string[] = []
  if (limit === 0) return found
  const matcher = pattern.matcher(subject)
  let previousEnd = -1
  while (matcher.find()) {
    const [start, end] = [matcher.start(), matcher.end()]
    if (start === end && start === previousEnd) continue
    previousEnd = end
    found.push(matcher.group() ?? '')
    if (limit > 0 && found.length >= limit) break
  }
  return found
}

function withPattern(run: (pattern: Pattern, args: readonly (Value | undefined)[]) => Value): {
  run: Implementation
  prepare: FunctionDeclaration['prepare']
} {
  return {
    run: (...args) => {
      const compiled = compilePattern(text(args[1]))
      return 'problem' in compiled ? new EvalError(`Illegal regex: ${compiled.problem}`) : run(compiled.pattern, args)
    },
    prepare: {
      argument: 1,
      make(constant) {
        const compiled = compilePattern(text(constant))
        return 'problem' in compiled ? compiled : (...args) => run(compiled.pattern, args)
      },
    },
  }
}

const finding = withPattern((pattern, [subject]) => find(pattern, text(subject)))
const findingAll = withPattern((pattern, [subject, , limit]) =>
  findAll(pattern, text(subject), limit === undefined ? -1 : index(limit)),
)
const s = stringType

export const regexLibrary: Library = {
  functions: [
    {
      name: 'find',
      overloads: [memberOverload('string_find_string', [s, s], s, finding.run)],
      ...(finding.prepare && { prepare: finding.prepare }),
    },
    {
      name: 'findAll',
      overloads: [
        memberOverload('string_find_all_string', [s, s], listOf(s), findingAll.run),
        memberOverload('string_find_all_string_int', [s, s, intType], listOf(s), findingAll.run),
      ],
      ...(findingAll.prepare && { prepare: findingAll.prepare }),
    },
  ],
}
