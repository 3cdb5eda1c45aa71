/**
 * Generations: 1 when an object is made, one more whenever what is wanted of it changes.
 * In: the new object and the stored one. Out: metadata.generation, set.
 */
import type { ApiObject } from '@elli/api/object'

export function firstGeneration(object: ApiObject): void {
  object.metadata.generation = 1
}

export function nextGeneration(object: ApiObject, old: ApiObject): void {
  object.metadata.generation = (old.metadata.generation ?? 0) + 1
}
