/**
 * ServiceCIDR `kubernetes`: the configured range as an object (KEP-1880), there before the server is ready.
 * Always: one that is there is left as it is; only its first Ready condition is ours, when it says what we are configured with.
 * @see kubernetes pkg/controlplane/controller/defaultservicecidr
 */
import { events } from '@elli/api/core/v1.resources'
import type { ServiceCIDR } from '@elli/api/networking/v1beta1'
import { servicecidrs } from '@elli/api/networking/v1beta1.resources'
import { every } from '@elli/host/clock'
import { toTime } from '@elli/host/time'
import { readAll, type Transport } from '@elli/host/wire'
import { isAlreadyExists } from '@elli/machinery/errors'
import { loopbackUser } from '../authentication/well-known.ts'
import { utf8 } from '../http/body.ts'
import type { PostStartHook } from '../options.ts'

const name = 'kubernetes'
const manager = 'kubernetes-service-cidr-controller'
const periodMs = 10_000
const firstTriesMs = 100

type HookContext = Parameters<PostStartHook['run']>[0]

export function defaultServiceCidrHook(cidrs: readonly string[]): PostStartHook {
  return {
    name: 'start-kubernetes-service-cidr-controller',
    async run(context) {
      const { host, signal } = context
      for (;;) {
        try {
          await sync(context, cidrs)
          break
        } catch (error) {
          host.log.warn('the default ServiceCIDR could not be made', { error: String(error) })
          await host.clock.sleep(firstTriesMs, signal)
        }
      }
      const again = every(host.clock, periodMs, () => {
        sync(context, cidrs).catch((error: unknown) =>
          host.log.warn('the default ServiceCIDR could not be synced', { error: String(error) }),
        )
      })
      signal.addEventListener('abort', () => again.cancel(), { once: true })
    },
  }
}

async function sync(context: HookContext, cidrs: readonly string[]): Promise<void> {
  const { reads } = context
  let present = await reads.getFresh(servicecidrs, undefined, name)
  if (present === undefined) {
    try {
      present = await reads.create(servicecidrs, {
        apiVersion: servicecidrs.apiVersion,
        kind: servicecidrs.kind,
        metadata: { name },
        spec: { cidrs: [...cidrs] },
      })
    } catch (error) {
      if (isAlreadyExists(error)) return // another server was faster, and sees to the rest
      throw error
    }
  }
  if (present.metadata.deletionTimestamp) return
  const ready = present.status?.conditions?.find(({ type }) => type === 'Ready')
  if (ready !== undefined) {
    if (ready.status !== 'True') await warn(context, present, ready.reason, ready.message)
    return
  }
  if (JSON.stringify(present.spec?.cidrs ?? []) !== JSON.stringify(cidrs)) return
  try {
    await applyReady(context.transport(loopbackUser), toTime(context.host.clock.now()))
  } catch (error) {
    context.host.log.warn('the default ServiceCIDR is not told ready', { error: String(error) })
    const text = 'The default ServiceCIDR Status can not be set to Ready=True'
    await warn(context, present, 'KubernetesDefaultServiceCIDRError', text)
  }
}

async function applyReady(transport: Transport, now: string): Promise<void> {
  const body = {
    apiVersion: servicecidrs.apiVersion,
    kind: servicecidrs.kind,
    metadata: { name },
    status: {
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: '',
          message: 'Kubernetes default Service CIDR is ready',
          lastTransitionTime: now,
        },
      ],
    },
  }
  const response = await transport.send({
    method: 'PATCH',
    path: `/apis/${servicecidrs.apiVersion}/servicecidrs/${name}/status?fieldManager=${manager}&force=true`,
    headers: { 'content-type': 'application/apply-patch+yaml', accept: 'application/json' },
    body: utf8(JSON.stringify(body)),
  })
  const answer = await readAll(response.body)
  if (response.status >= 300) throw new Error(answer.toString())
}

/** One event for as long as it says the same: with the condition's reason in its name it is there already the next time. */
async function warn(
  { reads, host }: HookContext,
  subject: ServiceCIDR,
  reason: string,
  message: string,
): Promise<void> {
  const now = toTime(host.clock.now())
  const { uid = '' } = subject.metadata
  try {
    await reads.create(events, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.${uid.slice(0, 8)}.${reason.toLowerCase()}`, namespace: 'default' },
      involvedObject: { kind: subject.kind ?? '', apiVersion: subject.apiVersion ?? '', name, uid },
      type: 'Warning',
      reason,
      message,
      source: { component: manager },
      reportingComponent: manager,
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    })
  } catch (error) {
    if (!isAlreadyExists(error)) throw error
  }
}
