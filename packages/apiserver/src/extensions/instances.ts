/**
 * Clean-up of a CustomResourceDefinition that is on its way out: all its instances are deleted, and waited for.
 * In: the kind of its stored version. Out: the condition Terminating to set, and whether the finalizer may go.
 * Always: without admission, as upstream; instances with finalizers of their own are waited for up to a minute, then it is tried anew.
 * @see apiextensions-apiserver pkg/controller/finalizer
 */
import type { Clock } from '@elli/host/clock'
import { isNotFound } from '@elli/machinery/errors'
import { aggregate } from '@elli/machinery/field'
import { prefixEnd } from '@elli/store/contract'
import { internalContext } from '../reads.ts'
import { deleteObject } from '../registry/delete.ts'
import type { Environment } from '../registry/environment.ts'
import type { Kind } from '../registry/kind.ts'
import type { Condition } from './crd-conditions.ts'

export interface CleanUp {
  readonly condition: Condition
  readonly done: boolean
}

const inProgress = (reason: string, message: string): CleanUp => ({
  condition: { type: 'Terminating', status: 'True', reason, message },
  done: false,
})

const patienceMs = 60_000
const longestPauseMs = 5_000

export async function deleteInstances(env: Environment, kind: Kind, signal: AbortSignal): Promise<CleanUp> {
  const errors: string[] = []
  let keys: readonly string[]
  try {
    keys = await instanceKeys(env, kind)
  } catch (error) {
    return inProgress('InstanceDeletionFailed', `could not list instances: ${messageOf(error)}`)
  }
  for (const key of keys) {
    const slash = key.indexOf('/')
    const namespace = slash < 0 ? '' : key.slice(0, slash)
    try {
      await deleteObject(env, kind, namespace, key.slice(slash + 1), {}, internalContext(env, namespace))
    } catch (error) {
      if (!isNotFound(error)) errors.push(messageOf(error))
    }
  }
  const problem = aggregate(errors)
  if (problem !== undefined) return inProgress('InstanceDeletionFailed', `could not issue all deletes: ${problem}`)
  if (!(await gone(env, kind, env.host.clock, signal)))
    return inProgress(
      'InstanceDeletionCheck',
      'could not confirm zero CustomResources remaining: timed out waiting for the condition',
    )
  return {
    condition: {
      type: 'Terminating',
      status: 'False',
      reason: 'InstanceDeletionCompleted',
      message: 'removed all instances',
    },
    done: true,
  }
}

async function gone(env: Environment, kind: Kind, clock: Clock, signal: AbortSignal): Promise<boolean> {
  const end = clock.monotonicMs() + patienceMs
  for (let pause = 50; (await instanceKeys(env, kind)).length > 0; pause = Math.min(pause * 2, longestPauseMs)) {
    if (clock.monotonicMs() >= end) return false
    await clock.sleep(pause, signal)
  }
  return true
}

/** Straight from the store: a cache may lag behind. */
async function instanceKeys({ store }: Environment, { prefix }: Kind): Promise<readonly string[]> {
  const { items } = await store.range(prefix, prefixEnd(prefix))
  return items.map((kv) => kv.key.slice(prefix.length))
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
