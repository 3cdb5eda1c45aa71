/** An API server as a process of its own on loopback, with a PKI of its own, that can be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Client } from '@elli/client/client'
import { parseKubeconfig, restConfigOf } from '@elli/client/node/kubeconfig'
import { httpsTransport } from '@elli/client/node/transport'
import { restClient } from '@elli/client/rest'
import { realHost } from '@elli/host/node/host'
import { clusterPki } from '../../packages/elli/src/pki/cluster-pki.ts'
import { kubeconfigText } from '../../packages/elli/src/pki/kubeconfig-file.ts'
import { elliPath } from '../e2e/machine.ts'

export interface ApiServerProcess {
  readonly client: Client
  readonly pid: number | undefined
  start(): Promise<void>
  kill(): Promise<void>
  /** Ends it as an administrator would. */
  stop(): Promise<void>
}

/** @param storeFlags `--data-dir DIR` or `--etcd-servers URL` */
export async function apiServerProcess(
  directory: string,
  port: number,
  storeFlags: readonly string[],
): Promise<ApiServerProcess> {
  const host = realHost()
  const pki = await clusterPki(host, {
    directory: join(directory, 'pki'),
    nodeName: 'nowhere',
    serverHosts: ['127.0.0.1'],
    nodeHosts: ['127.0.0.1'],
  })
  const file = (name: string): string => join(directory, 'pki', name)
  const config = kubeconfigText({
    server: `https://127.0.0.1:${port}`,
    caPem: pki.ca.certificatePem,
    user: 'admin',
    client: pki.admin,
  })
  const transport = httpsTransport(restConfigOf(parseKubeconfig(config)).rest, host)
  const client = restClient(transport, { host })
  const flags = {
    'bind-address': '127.0.0.1',
    'secure-port': String(port),
    'client-ca-file': file('ca.crt'),
    'tls-cert-file': file('apiserver.crt'),
    'tls-private-key-file': file('apiserver.key'),
    'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
    'service-account-key-file': file('sa.pub'),
    'service-account-signing-key-file': file('sa.key'),
    'authorization-mode': 'Node,RBAC',
    'service-cluster-ip-range': '10.96.0.0/16',
  }
  let child: ChildProcess | undefined
  let output = ''
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  return {
    client,
    get pid() {
      return child?.pid
    },
    async start() {
      output = ''
      const started = spawn(
        process.execPath,
        [
          elliPath,
          'apiserver',
          ...storeFlags,
          ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
        ],
        { stdio: ['ignore', 'pipe', 'pipe'] },
      )
      child = started
      const hear = (chunk: Buffer): void => {
        output = (output + chunk.toString()).slice(-20_000)
      }
      started.stdout.on('data', hear)
      started.stderr.on('data', hear)
      const deadline = performance.now() + 60_000
      for (;;) {
        if (started.exitCode !== null) throw new Error(`the API server ended: ${output}`)
        try {
          const answer = await client.raw('GET', '/readyz')
          for await (const _ of answer.body) {
            // The text does not matter.
          }
          if (answer.status === 200) return
        } catch {
          // Not yet.
        }
        if (performance.now() > deadline) throw new Error(`the API server does not become ready: ${output}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGTERM')
      await transport.close()
    },
  }
}
