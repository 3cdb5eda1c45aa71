/**
 * Priority levels of flowcontrol v1 and v1beta3: the old version cannot tell a zero from an absent number of shares,
 * so a zero is marked with an annotation.
 * In: an object of one version. Out: a fresh object of the other; parts are shared with the first.
 */
import type * as v1 from './v1.ts'
import { preserveZeroSharesAnnotation } from './v1beta3.defaults.ts'
import type * as v1beta3 from './v1beta3.ts'

export function priorityLevelToV1(from: v1beta3.PriorityLevelConfiguration): v1.PriorityLevelConfiguration {
  const { [preserveZeroSharesAnnotation]: mark, ...annotations } = from.metadata.annotations ?? {}
  const limited = from.spec.limited && {
    ...from.spec.limited,
    nominalConcurrencyShares: from.spec.limited.nominalConcurrencyShares ?? 0,
  }
  return {
    ...from,
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
    metadata: mark === undefined ? from.metadata : { ...from.metadata, annotations },
    spec: limited === undefined ? from.spec : { ...from.spec, limited },
  }
}

export function priorityLevelToV1beta3(from: v1.PriorityLevelConfiguration): v1beta3.PriorityLevelConfiguration {
  const { metadata } = from
  const isZero = from.spec.limited?.nominalConcurrencyShares === 0
  const annotations = { ...metadata.annotations, [preserveZeroSharesAnnotation]: '' }
  return {
    ...from,
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta3',
    metadata: isZero ? { ...metadata, annotations } : metadata,
  }
}
