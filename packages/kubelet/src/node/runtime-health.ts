/**
 * Whether the runtime answers, and whether it and its network are ready: what makes the node Ready.
 * Always: thirty seconds without an answer are a runtime that is down.
 */
import type { Host } from '@elli/host/host'
import type { CriRuntime } from '../cri/runtime.ts'
import type { RuntimeCondition } from '../cri/v1.types.ts'
import { runtimeProblems } from '../node-status/node-status.ts'
import { sameJson } from '../pods/same-json.ts'

export interface RuntimeHealth {
  /** Asks the runtime now; never throws. */
  check(): Promise<void>
  /** In the words of the node's Ready condition; empty when all is well. */
  problems(): string[]
  /** Why pods with a network of their own cannot be started. */
  networkProblem(): string | undefined
}

const patienceMs = 30_000

export function runtimeHealth(options: {
  host: Host
  runtime: CriRuntime
  signal: AbortSignal
  plegProblem(): string | undefined
  changed(): void
}): RuntimeHealth {
  const { host, runtime, signal } = options
  let conditions: readonly RuntimeCondition[] = []
  let lastAnswer: number | undefined

  const silence = (): string[] => {
    if (lastAnswer === undefined) return ['container runtime status check may not have completed yet']
    return host.clock.monotonicMs() - lastAnswer > patienceMs ? ['container runtime is down'] : []
  }

  return {
    async check() {
      try {
        const { status } = await runtime.status({}, { signal, timeoutMs: 10_000 })
        const before = conditions
        conditions = status?.conditions ?? []
        lastAnswer = host.clock.monotonicMs()
        if (!sameJson(before, conditions)) options.changed()
      } catch (error) {
        if (!signal.aborted) host.log.error('Container runtime sanity check failed', { error })
      }
    },
    networkProblem: () => runtimeProblems(conditions).network,
    problems() {
      const problems = runtimeProblems(conditions)
      const pleg = options.plegProblem()
      return [
        ...silence(),
        ...[problems.runtime, problems.network].filter((problem) => problem !== undefined),
        ...(pleg === undefined ? [] : [`PLEG is not healthy: ${pleg}`]),
      ]
    },
  }
}
