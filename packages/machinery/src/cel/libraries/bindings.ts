/** `cel.bind(name, value, expression)`: a value under a name inside one expression. */
import type { Library } from '../declarations.ts'

export const bindingLibrary: Library = {
  macros: [
    {
      name: 'bind',
      receiver: true,
      argumentCount: 3,
      expand(builder, call) {
        const [variable, value, result] = call.args
        if (call.target?.kind !== 'ident' || call.target.name !== 'cel') return undefined
        if (value === undefined || result === undefined) return undefined
        const name = builder.variableName(variable, 'cel.bind() variable names must be simple identifiers')
        if (name === undefined) return builder.error(undefined, '')
        return builder.comprehension({
          range: builder.list(),
          variable: '#unused',
          accumulator: name,
          init: value,
          condition: builder.literal(false),
          step: builder.ident(name),
          result,
        })
      },
    },
  ],
}
