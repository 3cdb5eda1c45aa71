/**
 * Priority: the number behind a pod's priorityClassName, and at most one default class.
 * The two system classes are made at start (bootstrap/priority-classes.ts).
 */
import type { Pod, PreemptionPolicy } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import type { PriorityClass } from '@elli/api/scheduling/v1'
import { priorityclasses } from '@elli/api/scheduling/v1.resources'
import type { AdmissionContext, AdmissionPluginFactory, AdmissionRequest } from './plugin.ts'
import { handlesOnly, isResource, objectOf, oldObjectOf, refusal } from './requests.ts'

export const priority: AdmissionPluginFactory = ({ reads }) => {
  const handlesPods = handlesOnly(pods, 'CREATE', 'UPDATE')
  const handlesClasses = handlesOnly(priorityclasses, 'CREATE', 'UPDATE')
  return {
    name: 'Priority',
    handles: (...question) => handlesPods(...question) || handlesClasses(...question),
    async admit(request) {
      if (!isResource(request.resource, pods)) return
      const { spec } = objectOf<Pod>(request)
      if (request.operation === 'UPDATE') {
        // A client that does not know these fields would take them away.
        const old = oldObjectOf<Pod>(request).spec
        if (spec.priority === undefined && old.priority !== undefined) spec.priority = old.priority
        if (spec.preemptionPolicy === undefined && old.preemptionPolicy !== undefined) {
          spec.preemptionPolicy = old.preemptionPolicy
        }
        return
      }
      const chosen = await classFor(request, spec.priorityClassName ?? '')
      if (chosen?.name !== undefined && !spec.priorityClassName) spec.priorityClassName = chosen.name
      if (spec.priority !== undefined && spec.priority !== chosen.value) {
        throw refusal(
          request,
          `the integer value of priority (${spec.priority}) must not be provided in pod spec; priority admission controller computed ${chosen.value} from the given PriorityClass name`,
        )
      }
      spec.priority = chosen.value
      const policy = chosen.preemptionPolicy
      if (policy === undefined) return
      if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
        throw refusal(
          request,
          `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; priority admission controller computed ${policy} from the given PriorityClass name`,
        )
      }
      spec.preemptionPolicy = policy
    },
    validate(request) {
      if (!isResource(request.resource, priorityclasses)) return
      const object = objectOf<PriorityClass>(request)
      const present = defaultClass(reads)?.metadata.name
      if (object.globalDefault !== true || present === undefined) return
      if (request.operation === 'UPDATE' && present === object.metadata.name) return
      throw refusal(request, `PriorityClass ${present} is already marked as default. Only one default can exist`)
    },
  }

  async function classFor(
    request: AdmissionRequest,
    name: string,
  ): Promise<{ name?: string; value: number; preemptionPolicy?: PreemptionPolicy }> {
    if (name === '') {
      const found = defaultClass(reads)
      if (found === undefined) return { value: 0, preemptionPolicy: 'PreemptLowerPriority' }
      return {
        name: found.metadata.name ?? '',
        value: found.value,
        ...(found.preemptionPolicy === undefined ? {} : { preemptionPolicy: found.preemptionPolicy }),
      }
    }
    const found =
      reads.get(priorityclasses, undefined, name) ?? (await reads.getFresh(priorityclasses, undefined, name))
    if (found === undefined) throw refusal(request, `no PriorityClass with name ${name} was found`)
    return {
      value: found.value,
      ...(found.preemptionPolicy === undefined ? {} : { preemptionPolicy: found.preemptionPolicy }),
    }
  }
}

/** Of several, which only a race can make, the one with the lowest value. */
function defaultClass(reads: AdmissionContext['reads']): PriorityClass | undefined {
  const defaults = reads.list(priorityclasses).filter(({ globalDefault }) => globalDefault === true)
  return defaults.toSorted((a, b) => a.value - b.value)[0]
}
