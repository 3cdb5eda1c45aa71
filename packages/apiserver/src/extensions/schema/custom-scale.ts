/**
 * The scale subresource of custom resources: three paths that say where replicas and selector are.
 * In: the paths of a version. Out: how a Scale is read and written, and what validation says of the values.
 * @see apiextensions-apiserver pkg/registry/customresource/etcd.go, validator.go
 */
import type { CustomResourceSubresourceScale } from '@elli/api/apiextensions/v1'
import type { ApiObject } from '@elli/api/object'
import { badRequest, internalError } from '@elli/machinery/errors'
import { type FieldError, invalid } from '@elli/machinery/field'
import type { JsonObject } from '@elli/machinery/json'
import type { ScaleStrategy } from '../../registry/strategy.ts'
import { findInteger, findText, type Found, setAt } from './json-paths.ts'

export function customScale(scale: CustomResourceSubresourceScale): ScaleStrategy<ApiObject> {
  return {
    replicasPath: scale.specReplicasPath.replace(/^\./, '').split('.'),
    read(object) {
      const value = json(object)
      const spec = found(findInteger(value, scale.specReplicasPath))
      const status = found(findInteger(value, scale.statusReplicasPath)) ?? 0
      const selector = scale.labelSelectorPath ? (found(findText(value, scale.labelSelectorPath)) ?? '') : ''
      if (spec === undefined) {
        throw internalError(new Error(`the spec replicas field "${scale.specReplicasPath}" does not exist`))
      }
      return { specReplicas: spec, statusReplicas: status, selector }
    },
    write(object, replicas) {
      const problem = setAt(json(object), scale.specReplicasPath, replicas)
      if (problem !== undefined) throw badRequest(problem)
    },
  }
}

function found<T>(result: Found<T>): T | undefined {
  if ('problem' in result) throw internalError(new Error(result.problem))
  return result.value
}

const maxInt32 = 2147483647

/** @param parts which of the two a write may have changed */
export function validateScale(
  object: ApiObject,
  scale: CustomResourceSubresourceScale | undefined,
  parts: readonly ('spec' | 'status')[],
): FieldError[] {
  if (scale === undefined) return []
  const value = json(object)
  const errors: FieldError[] = []
  if (parts.includes('spec')) errors.push(...validateReplicas(value, scale.specReplicasPath))
  if (parts.includes('status')) {
    errors.push(...validateReplicas(value, scale.statusReplicasPath))
    const path = scale.labelSelectorPath
    if (path !== undefined) {
      const selector = findText(value, path)
      if ('problem' in selector) errors.push(invalid(path, '', selector.problem))
    }
  }
  return errors
}

function validateReplicas(object: JsonObject, path: string): FieldError[] {
  const result = findInteger(object, path)
  if ('problem' in result) return [invalid(path, 0, result.problem)]
  const replicas = result.value ?? 0
  if (replicas < 0) return [invalid(path, replicas, 'should be a non-negative integer')]
  if (replicas > maxInt32) return [invalid(path, replicas, `should be less than or equal to ${maxInt32}`)]
  return []
}

/** Custom resources are JSON through and through. */
function json(object: ApiObject): JsonObject {
  return object as unknown as JsonObject
}
