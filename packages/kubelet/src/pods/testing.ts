/** Builders for tests: everything defaulted, so that a row sets only what it is about. */
import type { Container, Pod } from '@elli/api/core/v1'
import { containerHash } from '../containers/hash.ts'
import type { RuntimeContainer, RuntimePod, RuntimeSandbox } from './runtime-pod.ts'

export const t0 = Date.parse('2024-08-13T09:00:00Z')

export function container(name: string, extra: Partial<Container> = {}): Container {
  return { name, image: `${name}:1`, ...extra }
}

export function pod(spec: Partial<Pod['spec']> = {}, extra: Partial<Pod> = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    spec: { restartPolicy: 'Always', containers: [container('a')], ...spec },
    ...extra,
    metadata: { name: 'p', namespace: 'ns', uid: 'u1', ...extra.metadata },
  }
}

export function instance(name: string, extra: Partial<RuntimeContainer> = {}): RuntimeContainer {
  return {
    id: `${name}-id`,
    name,
    sandboxId: 's0',
    state: 'running',
    createdAt: t0,
    startedAt: t0,
    finishedAt: 0,
    exitCode: 0,
    image: `${name}:1`,
    imageRef: `sha256:${name}`,
    hash: containerHash({ name, image: `${name}:1` }),
    restartCount: 0,
    reason: '',
    message: '',
    logPath: '',
    labels: {},
    annotations: {},
    ...extra,
  }
}

export const exited = (name: string, exitCode: number, extra: Partial<RuntimeContainer> = {}): RuntimeContainer =>
  instance(name, {
    state: 'exited',
    exitCode,
    finishedAt: t0 + 1000,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    ...extra,
  })

export function sandbox(extra: Partial<RuntimeSandbox> = {}): RuntimeSandbox {
  return { id: 's0', ready: true, attempt: 0, createdAt: t0, ips: ['10.0.0.5'], hostNetwork: false, ...extra }
}

export function runtime(
  containers: readonly RuntimeContainer[],
  sandboxes: readonly RuntimeSandbox[] = [sandbox()],
): RuntimePod {
  return { uid: 'u1', name: 'p', namespace: 'ns', ips: sandboxes[0]?.ips ?? [], sandboxes, containers }
}

export const noProbes = {
  liveness: () => undefined,
  readiness: () => undefined,
  startup: () => undefined,
}
