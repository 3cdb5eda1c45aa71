/**
 * Runs a container's lifecycle hooks.
 * In: handler, container. Out: resolves when it worked, else throws HookError with the runtime's or the server's words.
 * Always: `tcpSocket` is accepted by the API and fails here, as upstream does. Elsewhere: connections (../node/probe-transport.ts).
 */
import type { LifecycleHandler } from '@elli/api/core/v1'
import type { Clock } from '@elli/host/clock'
import type { CriRuntime } from '../cri/runtime.ts'
import { httpRequest, type ProbeSubject, type ProbeTransport } from '../probes/prober.ts'

export class HookError extends Error {
  override readonly name = 'HookError'
}

export interface HookDeps {
  readonly runtime: CriRuntime
  readonly transport: ProbeTransport
  readonly clock: Clock
  /** HTTPS was asked for and plain HTTP answered. */
  fellBack(): void
}

const noLimitMs = 24 * 3_600_000

export async function runHook(
  handler: LifecycleHandler,
  subject: ProbeSubject,
  deps: HookDeps,
  signal: AbortSignal,
): Promise<void> {
  if (handler.exec) {
    const cmd = handler.exec.command ?? []
    const answer = await deps.runtime.execSync({ containerId: subject.containerId, cmd }, { signal, timeoutMs: 0 })
    if (answer.exitCode === 0) return
    const output = Buffer.concat([answer.stdout, answer.stderr]).toString('utf8')
    throw new HookError(
      `Exec lifecycle hook (${JSON.stringify(cmd)}) for Container ${JSON.stringify(subject.container.name)} failed - error: command '${cmd.join(' ')}' exited with ${answer.exitCode}: ${output}`,
    )
  }
  if (handler.httpGet) {
    const headers = [
      ['User-Agent', 'kube-lifecycle/1.31'],
      ['Accept', '*/*'],
    ] as const
    const request = httpRequest(handler.httpGet, subject, noLimitMs, headers)
    let outcome = await deps.transport.http(request, signal)
    if (outcome.result === 'failure' && request.scheme === 'https' && /HTTP response to HTTPS/.test(outcome.output)) {
      outcome = await deps.transport.http({ ...request, scheme: 'http' }, signal)
      if (outcome.result !== 'failure') deps.fellBack()
    }
    // Any answer counts; only a server that cannot be reached fails the hook.
    if (outcome.result === 'failure' && !outcome.output.startsWith('HTTP probe failed with statuscode')) {
      throw new HookError(outcome.output)
    }
    return
  }
  if (handler.sleep) {
    await deps.clock.sleep(handler.sleep.seconds * 1000, signal)
    return
  }
  throw new HookError(`invalid handler: ${JSON.stringify(handler)}`)
}
