/**
 * What the ResourceQuota plugin is told: resources that nobody may use without a quota that covers them.
 * In: text, of any of three versions. Out: the list, checked with upstream's texts.
 */
import { Configuration as V1, type LimitedResource } from '@elli/api/config/resourcequota-config/v1'
import { Configuration as V1alpha1 } from '@elli/api/config/resourcequota-config/v1alpha1'
import { Configuration as V1beta1 } from '@elli/api/config/resourcequota-config/v1beta1'
import { aggregateErrors, at, required } from '@elli/machinery/field'
import { ConfigurationError, type ConfigurationKind, readConfiguration } from '../configuration/configuration-text.ts'

const kinds: readonly ConfigurationKind<V1>[] = [
  { apiVersion: 'apiserver.config.k8s.io/v1', kind: 'ResourceQuotaConfiguration', schema: V1 },
  { apiVersion: 'resourcequota.admission.k8s.io/v1beta1', kind: 'Configuration', schema: V1beta1 },
  { apiVersion: 'resourcequota.admission.k8s.io/v1alpha1', kind: 'Configuration', schema: V1alpha1 },
]

/** @throws ConfigurationError */
export function parseResourceQuotaConfiguration(text: string): LimitedResource[] {
  const options = { scheme: 'k8s.io/apiserver/pkg/admission/plugin/resourcequota', lenient: true }
  const limited = readConfiguration(text, kinds, options).object.limitedResources ?? []
  const errors = limited.flatMap(({ resource }, index) =>
    resource ? [] : [required(at('limitedResources').index(index).child('resource'))],
  )
  const message = aggregateErrors(errors)
  if (message !== undefined) throw new ConfigurationError(message)
  return limited
}
