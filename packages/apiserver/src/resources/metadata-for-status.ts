/** For kinds whose status subresource changes nothing of metadata but what the write itself needs. */
import type { ApiObject } from '@elli/api/object'
import { deepCopy } from '@elli/machinery/json'

export function keepMetadata(object: ApiObject, old: ApiObject): void {
  const { resourceVersion, managedFields } = object.metadata
  object.metadata = deepCopy(old.metadata)
  if (resourceVersion !== undefined) object.metadata.resourceVersion = resourceVersion
  if (managedFields !== undefined) object.metadata.managedFields = managedFields
}
