/**
 * Expressions that choose devices.
 * In: selectors of a request or class. Out: field errors with what the compiler says.
 * Always: compiled with the functions that device selectors have and nothing else does (semantic versions, `cel.bind`).
 */
import type { DeviceSelector } from '@elli/api/resource/v1alpha3'
import type { CelEnvironment, CelType } from '@elli/machinery/cel/contract'
import { celEnvironment } from '@elli/machinery/cel/environment'
import { invalid, required } from '@elli/machinery/field'
import { type Errors, type FieldPath } from '../checks.ts'
import { maxDeviceFacts, maxSelectors, validateItems } from './limits.validation.ts'

const perDomain = (value: CelType): CelType => {
  const key: CelType = { kind: 'string' }
  const inner: CelType = { kind: 'map', key, value, size: maxDeviceFacts }
  return { kind: 'map', key, value: inner, size: maxDeviceFacts, missing: {} }
}

const device: CelType = {
  kind: 'object',
  name: 'kubernetes.DRADevice',
  fields: () =>
    new Map([
      ['driver', { type: { kind: 'string' } as const }],
      ['attributes', { type: perDomain({ kind: 'dyn' }) }],
      ['capacity', { type: perDomain({ kind: 'opaque', name: 'kubernetes.Quantity' }) }],
    ]),
}

function environmentOf(expressions: 'new' | 'stored'): () => CelEnvironment {
  let made: CelEnvironment | undefined
  return () => {
    made ??= celEnvironment({
      variables: { device },
      expressions,
      strictCost: false,
      libraries: [
        'standard',
        'optional',
        'strings',
        'sets',
        'lists',
        'regex',
        'urls',
        'quantity',
        'ip',
        'cidr',
        'format',
        'authorizer',
        'bindings',
        'semver',
      ],
    })
    return made
  }
}

const environments = { new: environmentOf('new'), stored: environmentOf('stored') }

/** @param stored whether the expressions were there before, maybe from a newer release */
export function validateDeviceSelectors(
  errors: Errors,
  path: FieldPath,
  selectors: readonly DeviceSelector[] | undefined,
  stored: boolean,
): void {
  validateItems(errors, path, selectors, maxSelectors, (found, at, { cel }) => {
    if (cel === undefined) {
      found.push(required(at.child('cel')))
      return
    }
    const { expression } = cel
    const compiled = environments[stored ? 'stored' : 'new']().compile(expression, {
      resultTypes: [{ kind: 'bool' }, { kind: 'dyn' }],
    })
    if (!('problem' in compiled)) return
    found.push(invalid(at.child('cel', 'expression'), expression, problemText(compiled)))
  })
}

function problemText({ problem, stage }: { problem: string; stage?: 'result' | 'program' }): string {
  if (stage === 'result') return problem.replace('must evaluate to bool', 'must evaluate to bool or the unknown type')
  return stage === 'program' ? `program instantiation failed: ${problem}` : `compilation failed: ${problem}`
}
