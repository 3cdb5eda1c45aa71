/** Which container of a pod a log or exec is about. */
import type { Pod } from '@elli/api/core/v1'
import { badRequest } from '@elli/machinery/errors'

/** The named container, or the only one; 400 with the choices otherwise. */
export function containerFor(pod: Pod, asked: string): string {
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec
  const name = pod.metadata.name ?? ''
  if (asked === '') {
    const [only, another] = containers
    if (only !== undefined && another === undefined) return only.name
    const names = containers.map((item) => item.name).join(' ')
    const inits = initContainers.map((item) => item.name).join(' ')
    const more = inits === '' ? '' : ` or one of the init containers: [${inits}]`
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names}]${more}`)
  }
  const known = [...containers, ...initContainers, ...ephemeralContainers].some((item) => item.name === asked)
  if (!known) throw badRequest(`container ${asked} is not valid for pod ${name}`)
  return asked
}
