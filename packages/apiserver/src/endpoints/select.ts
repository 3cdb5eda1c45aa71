/** What a request's selectors choose among the entries of a kind, with the fields called as the request's version calls them. */
import type { Served } from '../registry/served.ts'
import { type Selection, selection } from '../watch-cache/selection.ts'

export function select(
  { kind, info }: Pick<Served, 'kind' | 'info'>,
  namespace: string,
  labelSelector: string,
  fieldSelector: string,
): Selection {
  const fieldLabels = kind.strategy.fieldLabels?.[info.apiVersion]
  return selection(kind.entryKind, namespace, labelSelector, fieldSelector, fieldLabels)
}
