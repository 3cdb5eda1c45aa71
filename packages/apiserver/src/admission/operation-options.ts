/**
 * How a request's options and kinds look to those that admission asks: as they are on the wire.
 * In: options that an endpoint has read, the query. Out: CreateOptions, UpdateOptions or DeleteOptions of meta.k8s.io/v1.
 */
import type { GroupVersionKind } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { AdmissionOperation } from './plugin.ts'

/** A patch is seen as the update or create that it turns into. */
export function operationOptions(operation: AdmissionOperation, options: object, query: URLSearchParams): unknown {
  switch (operation) {
    case 'CONNECT':
      return undefined
    case 'DELETE':
      return { ...options, kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/v1' }
    case 'CREATE':
    case 'UPDATE': {
      const dryRun = query.getAll('dryRun').filter((value) => value !== '')
      const fieldManager = query.get('fieldManager') ?? ''
      const fieldValidation = query.get('fieldValidation') ?? ''
      return {
        kind: operation === 'CREATE' ? 'CreateOptions' : 'UpdateOptions',
        apiVersion: 'meta.k8s.io/v1',
        ...(dryRun.length > 0 ? { dryRun } : {}),
        ...(fieldManager === '' ? {} : { fieldManager }),
        ...(fieldValidation === '' ? {} : { fieldValidation }),
      }
    }
    default:
      return operation satisfies never
  }
}

/** The kind of the objects that go to a resource or one of its subresources. */
export function kindOnTheWire(resource: ResourceInfo, subresource: string): GroupVersionKind {
  const own = subresource === '' ? undefined : resource.subresources.find((item) => item.name === subresource)
  return own?.kind ?? { group: resource.group, version: resource.version, kind: resource.kind }
}
