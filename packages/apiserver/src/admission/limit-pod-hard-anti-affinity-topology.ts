/** LimitPodHardAntiAffinityTopology: a pod may demand to be apart from others per node only, not per zone or the like. */
import type { Pod } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import { forbidden } from '@elli/machinery/errors'
import type { AdmissionPluginFactory } from './plugin.ts'
import { handlesOnly, objectOf } from './requests.ts'

const hostname = 'kubernetes.io/hostname'

export const limitPodHardAntiAffinityTopology: AdmissionPluginFactory = () => ({
  name: 'LimitPodHardAntiAffinityTopology',
  handles: handlesOnly(pods, 'CREATE', 'UPDATE'),
  validate(request) {
    const { metadata, spec } = objectOf<Pod>(request)
    const terms = spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
    const other = terms.find(({ topologyKey }) => topologyKey !== hostname)
    if (other === undefined) return
    const message = `affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey ${other.topologyKey} but only key ${hostname} is allowed`
    throw forbidden({ group: '', resource: 'pods' }, metadata.name ?? '', message)
  },
})
