/** `elli kubeconfig`: the administrator's kubeconfig on stdout, or its path. */
import { realHost } from '@elli/host/node/host'
import { hasCode } from '@elli/host/files'
import { chosenDataDir, dataDirFlag } from './data-dir.ts'
import { describeFlags, parseFlags, UsageError } from './flags.ts'
import { CommandError } from './command-error.ts'
import type { Command } from './main.ts'

const table = {
  'data-dir': dataDirFlag,
  path: { kind: 'bool', help: 'print where the file is instead of its content' },
} as const

export const kubeconfig: Command = {
  summary: "print the administrator's kubeconfig",
  help: () => `Print the administrator's kubeconfig of a cluster. Try: export KUBECONFIG="$(elli kubeconfig --path)"

Usage:
  elli kubeconfig [flags]

Flags:
${describeFlags(table)}
`,
  async run(args) {
    const { flags, rest } = parseFlags(table, args)
    if (rest.length > 0) throw new UsageError(`unexpected argument ${JSON.stringify(rest[0])}`)
    const host = realHost()
    const path = `${chosenDataDir(flags['data-dir'])}/admin.kubeconfig`
    try {
      const text = await host.files.readText(path)
      process.stdout.write(flags.path ? `${path}\n` : text)
      return 0
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
      throw new CommandError(`there is no ${path}; start a cluster first with: elli up`, { cause: error })
    }
  },
}
