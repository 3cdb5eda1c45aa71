/**
 * Whether the server behind an APIService can be asked, as far as the cluster's own objects tell.
 * In: an APIService, its Service and Endpoints. Out: what keeps it from being asked, as the condition Available.
 * Always: pure, with upstream's reasons and words. Elsewhere: asking the server itself (./remote-service.ts).
 * @see kube-aggregator pkg/controllers/status/remote
 */
import type { APIService, APIServiceCondition } from '@elli/api/apiregistration/v1'
import type { Endpoints, Service } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { toTime } from '@elli/host/time'
import { goQuote } from '@elli/machinery/go-quote'

export type Available = Omit<APIServiceCondition, 'lastTransitionTime' | 'type'>

export const passed: Available = { status: 'True', reason: 'Passed', message: 'all checks passed' }
export const local: Available = {
  status: 'True',
  reason: 'Local',
  message: 'Local APIServices are always available',
}

/** Undefined when nothing speaks against asking. */
export function obstacle(
  { spec }: APIService,
  service: Service | undefined,
  endpoints: Endpoints | undefined,
): Available | undefined {
  const { namespace = '', name = '', port = 443 } = spec.service ?? {}
  const no = (reason: string, message: string): Available => ({ status: 'False', reason, message })
  const place = `service/${name} in ${goQuote(namespace)}`
  if (service === undefined) return no('ServiceNotFound', `${place} is not present`)
  if ((service.spec.type ?? 'ClusterIP') !== 'ClusterIP') return undefined
  const found = (service.spec.ports ?? []).find((item) => item.port === port)
  if (found === undefined) return no('ServicePortError', `${place} is not listening on port ${port}`)
  if (endpoints === undefined) return no('EndpointsNotFound', `cannot find endpoints for ${place}`)
  const portName = found.name ?? ''
  const active = (endpoints.subsets ?? []).some(
    ({ addresses = [], ports = [] }) => addresses.length > 0 && ports.some((item) => (item.name ?? '') === portName),
  )
  if (active) return undefined
  return no('MissingEndpoints', `endpoints for ${place} have no addresses with port name ${goQuote(portName)}`)
}

export function isAvailable({ status }: APIService): boolean {
  return status?.conditions?.find((item) => item.type === 'Available')?.status === 'True'
}

/** Changes the object, which is the caller's own; undefined when it says so already. */
export function withAvailable(apiService: APIService, wanted: Available, now: Instant): APIService | undefined {
  const conditions = apiService.status?.conditions ?? []
  const present = conditions.find((item) => item.type === 'Available')
  const same = (['status', 'reason', 'message'] as const).every((field) => present?.[field] === wanted[field])
  if (same) return undefined
  const lastTransitionTime =
    present?.status === wanted.status && present.lastTransitionTime !== undefined
      ? present.lastTransitionTime
      : toTime(now)
  const made: APIServiceCondition = { type: 'Available', ...wanted, lastTransitionTime }
  const others = conditions.filter((item) => item.type !== 'Available')
  apiService.status = { ...apiService.status, conditions: [...others, made] }
  return apiService
}
