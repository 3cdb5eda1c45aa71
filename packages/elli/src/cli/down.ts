/** `elli down`: asks the cluster of a data directory to stop, and waits until it has. */
import { realHost } from '@elli/host/node/host'
import { readRunRecord, startTicks } from '../processes/run-file.ts'
import { chosenDataDir, dataDirFlag } from './data-dir.ts'
import { describeFlags, parseFlags, UsageError } from './flags.ts'
import { CommandError } from './command-error.ts'
import type { Command } from './main.ts'

const table = {
  'data-dir': dataDirFlag,
  timeout: { kind: 'int', default: 120, placeholder: 'SECONDS', help: 'how long to wait before giving up' },
} as const

export const down: Command = {
  summary: 'stop the cluster and everything it runs',
  help: () => `Stop the cluster of a data directory: its pods, its container runtime and its processes. What it stored stays;
"elli up" on the same directory goes on from there.

Usage:
  elli down [flags]

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
      process.stdout.write(`No cluster runs on ${dataDir}.\n`)
      return 0
    }
    process.stdout.write(`Stopping the cluster on ${dataDir} (pid ${record.pid}) …\n`)
    process.kill(record.pid, 'SIGTERM')
    const deadline = host.clock.monotonicMs() + flags.timeout * 1000
    const never = new AbortController().signal
    while (startTicks(record.pid) === record.startTicks) {
      if (host.clock.monotonicMs() > deadline) {
        throw new CommandError(
          `the cluster (pid ${record.pid}) has not stopped after ${flags.timeout} s; see ${dataDir}/elli.log`,
        )
      }
      await host.clock.sleep(50, never)
    }
    process.stdout.write('Stopped.\n')
    return 0
  },
}
