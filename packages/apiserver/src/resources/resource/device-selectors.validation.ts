/**
 * Expressions that choose devices.
 * In: selectors of a request or class. Out: field errors with what the compiler says.
 * Always: compiled with the functions that device selectors have and nothing else does (semantic versions, `cel.bind`).
 */
import type { DeviceSelector } from '@elli/api/resource/v1alpha3'
import type { CelCompilation, CelEnvironment, CelType } from '@elli/machinery/cel/contract'
import { celEnvironment } from '@elli/machinery/cel/environment'
import { formatType } from '@elli/machinery/cel/types'
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
    const problem = problemOf(environments[stored ? 'stored' : 'new']().compile(expression))
    if (problem !== undefined) found.push(invalid(at.child('cel', 'expression'), expression, problem))
  })
}

function problemOf(compiled: CelCompilation): string | undefined {
  if ('problem' in compiled) {
    const step = compiled.stage === 'program' ? 'program instantiation' : 'compilation'
    return `${step} failed: ${compiled.problem}`
  }
  const { resultType } = compiled.program
  if (resultType.kind === 'bool' || resultType.kind === 'dyn') return undefined
  // Upstream's attributes are of the type Any, which is what it calls them here.
  const shown = formatType(resultType).replaceAll('dyn', 'google.protobuf.Any')
  return `must evaluate to bool or the unknown type, not ${shown}`
}
