/** The containers of a pod, all sorts in one walk: init containers, then containers, then ephemeral ones. */
import type { Container, PodSpec } from '@elli/api/core/v1'
import type { FieldPath } from '@elli/machinery/field'
import { list } from '../checks.ts'

/** An EphemeralContainer has the fields of a Container, so one type serves all three sorts. */
export function* containersWithPath(spec: PodSpec, path: FieldPath): Generator<[Container, FieldPath]> {
  for (const [i, item] of list(spec.initContainers).entries()) yield [item, path.child('initContainers').index(i)]
  for (const [i, item] of list(spec.containers).entries()) yield [item, path.child('containers').index(i)]
  for (const [i, item] of list(spec.ephemeralContainers).entries()) {
    yield [item, path.child('ephemeralContainers').index(i)]
  }
}

export function allContainers(spec: PodSpec): Container[] {
  return [...list(spec.initContainers), ...list(spec.containers), ...list(spec.ephemeralContainers)]
}
