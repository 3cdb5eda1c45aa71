/** RuntimeClass: a pod carries the overhead of its runtime class, its node selector and its tolerations. */
import type { Pod, Toleration } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import type { RuntimeClass } from '@elli/api/node/v1'
import { runtimeclasses } from '@elli/api/node/v1.resources'
import { goQuote } from '@elli/machinery/go-quote'
import { equalQuantities } from '@elli/machinery/quantity'
import type { AdmissionPluginFactory, AdmissionRequest } from './plugin.ts'
import { canonicalText, handlesOnly, objectOf, refusal } from './requests.ts'

const mismatch = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"

export const runtimeClass: AdmissionPluginFactory = ({ reads }) => {
  async function classOf(request: AdmissionRequest, pod: Pod): Promise<RuntimeClass | undefined> {
    const name = pod.spec.runtimeClassName
    if (name === undefined) return undefined
    const found = reads.get(runtimeclasses, undefined, name) ?? (await reads.getFresh(runtimeclasses, undefined, name))
    if (found === undefined) throw refusal(request, `pod rejected: RuntimeClass ${goQuote(name)} not found`)
    return found
  }

  return {
    name: 'RuntimeClass',
    handles: handlesOnly(pods, 'CREATE'),
    async admit(request) {
      const { spec } = objectOf<Pod>(request)
      const found = await classOf(request, objectOf<Pod>(request))
      const overhead = found?.overhead?.podFixed
      if (found?.overhead !== undefined) {
        if (Object.keys(spec.overhead ?? {}).length > 0 && !sameAmounts(overhead, spec.overhead)) {
          throw refusal(request, mismatch)
        }
        if (overhead !== undefined) spec.overhead = { ...overhead }
      }
      const scheduling = found?.scheduling
      if (scheduling === undefined) return
      for (const [key, value] of Object.entries(scheduling.nodeSelector ?? {})) {
        const own = spec.nodeSelector?.[key]
        if (own === undefined || own === value) continue
        throw refusal(
          request,
          `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`,
        )
      }
      const nodeSelector = { ...spec.nodeSelector, ...scheduling.nodeSelector }
      if (Object.keys(nodeSelector).length > 0) spec.nodeSelector = nodeSelector
      const merged = mergeTolerations([...(spec.tolerations ?? []), ...(scheduling.tolerations ?? [])])
      if (merged.length > 0) spec.tolerations = merged
    },
    async validate(request) {
      const pod = objectOf<Pod>(request)
      const found = await classOf(request, pod)
      if (found?.overhead !== undefined) {
        if (!sameAmounts(found.overhead.podFixed, pod.spec.overhead)) throw refusal(request, mismatch)
      } else if (pod.spec.overhead !== undefined) {
        throw refusal(request, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead')
      }
    },
  }
}

function sameAmounts(a: Record<string, string> = {}, b: Record<string, string> = {}): boolean {
  const [left, right] = [Object.entries(a), Object.keys(b)]
  return (
    left.length === right.length && left.every(([key, text]) => b[key] !== undefined && equalQuantities(text, b[key]))
  )
}

/** Without those that another one includes; of equal ones the first stays. */
export function mergeTolerations(all: readonly Toleration[]): Toleration[] {
  const merged: Toleration[] = []
  for (const [index, toleration] of all.entries()) {
    if (merged.some((other) => includes(other, toleration))) continue
    const wider = all
      .slice(index + 1)
      .some((other) => canonicalText(other) !== canonicalText(toleration) && includes(other, toleration))
    if (!wider) merged.push(toleration)
  }
  return merged
}

function includes(wide: Toleration, narrow: Toleration): boolean {
  if (canonicalText(wide) === canonicalText(narrow)) return true
  const everyKey = !wide.key && wide.operator === 'Exists'
  if ((narrow.key ?? '') !== (wide.key ?? '') && !everyKey) return false
  if ((narrow.effect ?? '') !== (wide.effect ?? '') && wide.effect) return false
  if (wide.effect === 'NoExecute' && wide.tolerationSeconds !== undefined) {
    if (narrow.tolerationSeconds === undefined || narrow.tolerationSeconds > wide.tolerationSeconds) return false
  }
  if (wide.operator === 'Exists') return true
  return narrow.operator === 'Equal' && (narrow.value ?? '') === (wide.value ?? '')
}
