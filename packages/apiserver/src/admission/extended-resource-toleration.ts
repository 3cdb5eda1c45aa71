/** ExtendedResourceToleration: a pod that asks for a device tolerates the taint that keeps others off the nodes which have it. */
import type { Pod, Toleration } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import { isExtendedResource } from '@elli/machinery/pod/resources'
import type { AdmissionPluginFactory } from './plugin.ts'
import { handlesOnly, objectOf } from './requests.ts'

export const extendedResourceToleration: AdmissionPluginFactory = () => ({
  name: 'ExtendedResourceToleration',
  handles: handlesOnly(pods, 'CREATE', 'UPDATE'),
  admit(request) {
    const { spec } = objectOf<Pod>(request)
    const asked = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].flatMap(({ resources }) =>
      Object.keys(resources?.requests ?? {}),
    )
    for (const key of [...new Set(asked.filter(isExtendedResource))].sort()) {
      spec.tolerations = withToleration(spec.tolerations ?? [], { key, operator: 'Exists', effect: 'NoSchedule' })
    }
  },
})

/** One of the same key, effect, operator and value is replaced, not doubled. */
function withToleration(tolerations: readonly Toleration[], added: Toleration): Toleration[] {
  const same = (one: Toleration): boolean =>
    one.key === added.key &&
    (one.effect ?? '') === (added.effect ?? '') &&
    (one.operator ?? '') === (added.operator ?? '') &&
    (one.value ?? '') === (added.value ?? '')
  if (!tolerations.some(same)) return [...tolerations, added]
  return tolerations.map((one) => (same(one) ? added : one))
}
