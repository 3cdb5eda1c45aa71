/** `elli status`: what runs on a data directory, and whether it is well. Exit code 0 when it is, 1 when not, 3 when nothing runs. */
import { realHost } from '@elli/host/node/host'
import { readAll } from '@elli/host/wire'
import { loadKubeconfig } from '@elli/client/node/kubeconfig'
import { httpsTransport } from '@elli/client/node/transport'
import { readRunRecord } from '../processes/run-file.ts'
import { chosenDataDir, dataDirFlag } from './data-dir.ts'
import { describeFlags, parseFlags, UsageError } from './flags.ts'
import type { Command } from './main.ts'

const table = { 'data-dir': dataDirFlag } as const

export const status: Command = {
  summary: 'tell what runs',
  help: () => `Tell whether a cluster runs on a data directory, where, and whether it is ready.
Exit code: 0 ready, 1 running but not ready, 3 not running.

Usage:
  elli status [flags]

Flags:
${describeFlags(table)}
`,
  async run(args) {
    const { flags, rest } = parseFlags(table, args)
    if (rest.length > 0) throw new UsageError(`unexpected argument ${JSON.stringify(rest[0])}`)
    const host = realHost()
    const dataDir = chosenDataDir(flags['data-dir'])
    const record = await readRunRecord(host, dataDir)
    if (!record) {
      process.stdout.write(`Not running (${dataDir}). Start it with: elli up --data-dir ${dataDir}\n`)
      return 3
    }
    const readiness = await askReadiness(host, `${dataDir}/admin.kubeconfig`)
    process.stdout.write(
      [
        `state:       ${readiness.ready ? 'ready' : record.state}`,
        `server:      ${record.server}`,
        `version:     ${record.version}`,
        `node:        ${record.nodeName} (${record.runtime === 'none' ? 'simulated' : record.runtime})`,
        `process:     ${record.pid}, since ${record.startedAt}`,
        `kubeconfig:  ${dataDir}/admin.kubeconfig`,
        ...(readiness.ready ? [] : [`not ready:   ${readiness.why}`]),
        '',
      ].join('\n'),
    )
    return readiness.ready ? 0 : 1
  },
}

async function askReadiness(
  host: ReturnType<typeof realHost>,
  kubeconfigPath: string,
): Promise<{ ready: boolean; why: string }> {
  try {
    const transport = httpsTransport((await loadKubeconfig(host, { path: kubeconfigPath })).rest, host)
    try {
      const response = await transport.send({
        method: 'GET',
        path: '/readyz?verbose',
        headers: {},
        signal: AbortSignal.timeout(5000),
      })
      const text = (await readAll(response.body)).toString()
      const failed = text.split('\n').filter((line) => line.startsWith('[-]'))
      return { ready: response.status === 200, why: failed.join('; ') || `readyz answered ${response.status}` }
    } finally {
      await transport.close()
    }
  } catch (error) {
    return { ready: false, why: error instanceof Error ? error.message : String(error) }
  }
}
