/**
 * Whether a pod needs a new sandbox. Pure.
 * Elsewhere: what else a pod needs (./actions.ts).
 */
import type { Pod } from '@elli/api/core/v1'
import { isHostNetwork } from './identity.ts'
import type { RuntimePod } from './runtime-pod.ts'

export interface SandboxDecision {
  readonly needed: boolean
  /** Of the sandbox to be made; counts rebuilds. */
  readonly attempt: number
  /** The sandbox to use, or the newest one when it is to be replaced. */
  readonly sandboxId: string | undefined
}

export function decideSandbox(pod: Pod, runtime: RuntimePod): SandboxDecision {
  const [newest] = runtime.sandboxes
  if (!newest) return { needed: true, attempt: 0, sandboxId: undefined }
  const ready = runtime.sandboxes.filter((sandbox) => sandbox.ready).length
  const attempt = newest.attempt + 1
  if (ready > 1) return { needed: true, attempt, sandboxId: newest.id }
  if (!newest.ready) return { needed: true, attempt, sandboxId: newest.id }
  if (newest.hostNetwork !== isHostNetwork(pod)) return { needed: true, attempt, sandboxId: undefined }
  if (!isHostNetwork(pod) && newest.ips.length === 0) return { needed: true, attempt, sandboxId: newest.id }
  return { needed: false, attempt: newest.attempt, sandboxId: newest.id }
}
