/**
 * The controller manager: runs the chosen controllers side by side on one set of informers.
 * In: a client per controller identity, shared informers, upstream's `--controllers` list. Ends with the signal, when all have stopped.
 * A controller that fails stops the manager loudly: it is a bug, and a restart is the caller's choice.
 */
import type { Client } from '@elli/client/client'
import { eventRecorder } from '@elli/client/event-recorder'
import type { InformerFactory } from '@elli/client/informer'
import type { Host } from '@elli/host/host'
import { TaskGroup } from '@elli/host/tasks'
import type { ControllerDefinition, ControllerOptions } from './controller.ts'
import { controllers } from './controllers.ts'
import { defaultControllerOptions } from './options.ts'

export interface ManagerOptions {
  host: Host
  informers: InformerFactory
  /** A client that acts as the given service account of kube-system. */
  clientFor(serviceAccount: string): Client | Promise<Client>
  /** A client that acts as system:kube-controller-manager; controllers that need it do not run without. */
  managerClient?: Client
  options?: Partial<ControllerOptions>
  /** Upstream's grammar: `*` all that are on by default, `foo` on, `-foo` off. Default `['*']`. */
  controllers?: readonly string[]
}

export async function runControllers(
  { host, informers, clientFor, managerClient, options, controllers: chosen }: ManagerOptions,
  signal: AbortSignal,
): Promise<void> {
  const settings = defaultControllerOptions(options)
  await using tasks = new TaskGroup(signal)
  for (const controller of controllers) {
    if (!isEnabled(controller, chosen ?? ['*'])) continue
    const client = controller.asManager ? managerClient : await clientFor(controller.serviceAccount)
    if (client === undefined) continue
    const recorder = eventRecorder(client, host, { component: controller.serviceAccount })
    for (const resource of controller.reads) informers.for(resource)
    tasks.start((taskSignal) => controller.run({ host, client, informers, recorder, options: settings }, taskSignal))
  }
  tasks.start((taskSignal) => informers.run(taskSignal))
  await tasks.settled()
}

/** Whether `--controllers` lets a controller run. Names that it does not know are refused by `checkControllerNames`. */
export function isEnabled(controller: ControllerDefinition, chosen: readonly string[]): boolean {
  const names = [controller.name, ...controller.aliases]
  if (names.some((name) => chosen.includes(`-${name}`))) return false
  if (names.some((name) => chosen.includes(name))) return true
  return chosen.includes('*') && controller.onByDefault
}

/** Answers with upstream's error text for names in `--controllers` that no controller has; undefined when all are known. */
export function checkControllerNames(chosen: readonly string[]): string | undefined {
  const known = new Set(controllers.flatMap((controller) => [controller.name, ...controller.aliases]))
  for (const entry of chosen) {
    const name = entry.startsWith('-') ? entry.slice(1) : entry
    if (name !== '*' && !known.has(name)) return `"${name}" is not in the list of known controllers`
  }
  return undefined
}
