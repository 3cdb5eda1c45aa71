/**
 * The types of a policy's variables, which become known one after the other as their expressions are compiled.
 * @see apiserver pkg/admission/plugin/cel/composition.go
 */
import type { CelEnvironment, CelType } from '../cel/contract.ts'

/** What is known of a policy's variables so far, for any environment that sees them. */
export class VariableTypes {
  readonly #types: Record<string, CelType> = {}

  declare(name: string, resultType: CelType | undefined): void {
    this.#types[`variables.${name}`] = variableType(resultType)
  }

  in(environment: CelEnvironment): CelEnvironment {
    return environment.extend(Object.keys(this.#types).length === 0 ? { variables: noVariables } : this.#types)
  }
}

/** Before the first variable there are none to select. */
const noVariables: CelType = { kind: 'object', name: 'kubernetes.variables', fields: () => new Map() }

/** Only plain types keep what is known of them, as upstream has it. */
export function variableType(type: CelType | undefined): CelType {
  switch (type?.kind) {
    case 'bool':
    case 'bytes':
    case 'double':
    case 'duration':
    case 'int':
    case 'null':
    case 'string':
    case 'timestamp':
    case 'uint':
      return { kind: type.kind }
    case 'list':
      return { kind: 'list', element: variableType(type.element) }
    case 'map':
      return { kind: 'map', key: variableType(type.key), value: variableType(type.value) }
    default:
      return { kind: 'dyn' }
  }
}
