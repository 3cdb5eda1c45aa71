/** DefaultTolerationSeconds: a pod stays five minutes on a node that is not ready or unreachable, unless it says otherwise. */
import type { Pod, Toleration } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import type { AdmissionPluginFactory } from './plugin.ts'
import { handlesOnly, objectOf } from './requests.ts'

const keys = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']

export const defaultTolerationSeconds: AdmissionPluginFactory = () => ({
  name: 'DefaultTolerationSeconds',
  handles: handlesOnly(pods, 'CREATE', 'UPDATE'),
  admit(request) {
    const { spec } = objectOf<Pod>(request)
    const given = spec.tolerations ?? []
    const added = keys
      .filter((key) => !given.some((toleration) => speaksOf(toleration, key)))
      .map((key): Toleration => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }))
    if (added.length > 0) spec.tolerations = [...given, ...added]
  },
})

/** An empty key or effect speaks of all. */
function speaksOf({ key, effect }: Toleration, wanted: string): boolean {
  return (!key || key === wanted) && (!effect || effect === 'NoExecute')
}
