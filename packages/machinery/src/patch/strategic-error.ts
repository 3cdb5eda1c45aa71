/**
 * What can go wrong with a strategic merge patch, and how a server answers it.
 * @see apimachinery pkg/util/mergepatch; apiserver interpretStrategicMergePatchError
 */
import { goTypeName, goValue } from '../go-quote.ts'

export class StrategicPatchError extends Error {
  /** 400: the patch is malformed; 422: it cannot be applied to this kind; 500: upstream has no better answer. */
  readonly code: 400 | 422 | 500
  constructor(message: string, code: 400 | 422 | 500 = 500) {
    super(message)
    this.name = 'StrategicPatchError'
    this.code = code
  }
}

export const errors = {
  badDocument: (): StrategicPatchError => new StrategicPatchError('invalid JSON document', 400),
  badPrimitiveList: (): StrategicPatchError => new StrategicPatchError('invalid patch format of primitive list', 400),
  badRetainKeys: (): StrategicPatchError => new StrategicPatchError('invalid patch format of retainKeys', 400),
  badElementOrder: (): StrategicPatchError =>
    new StrategicPatchError('invalid patch format of setElementOrder list', 400),
  listOfLists: (): StrategicPatchError => new StrategicPatchError('lists of lists are not supported', 422),
  noMergeKey: (item: unknown, key: string): StrategicPatchError =>
    new StrategicPatchError(`map: ${goValue(item)} does not contain declared merge key: ${key}`),
  badType: (expected: 'map' | 'list', actual: unknown): StrategicPatchError => {
    const wanted = expected === 'map' ? 'map[string]interface {}' : '[]interface {}'
    return new StrategicPatchError(`expected a ${wanted}, but received a ${goTypeName(actual)}`)
  },
  badDirective: (directive: unknown, item: unknown): StrategicPatchError =>
    new StrategicPatchError(`unknown patch type: ${goValue(directive)} in map: ${goValue(item)}`),
}

/** What strategic merge says of kinds without a schema, such as custom resources. */
export function strategicMergeUnsupported(): StrategicPatchError {
  return new StrategicPatchError('strategic merge patch format is not supported', 400)
}
