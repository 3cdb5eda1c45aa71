/** `elli image load FILE.tar`: imports docker or OCI archives into the cluster's containerd. */
import { realHost } from '@elli/host/node/host'
import { containerdPaths } from '@elli/kubelet/node/containerd'
import { importImageArchive } from '@elli/kubelet/node/image-archive'
import { clusterFiles } from '../cluster/files.ts'
import { chosenDataDir, dataDirFlag } from './data-dir.ts'
import { describeFlags, parseFlags, UsageError } from './flags.ts'
import { CommandError } from './command-error.ts'
import type { Command } from './main.ts'

const table = { 'data-dir': dataDirFlag } as const

export const image: Command = {
  summary: 'load image archives into the cluster',
  help: () => `Import images into the cluster's containerd, so that pods can use them without a registry.
An archive is what "docker save" or "skopeo copy … oci-archive:" writes.

Usage:
  elli image load FILE.tar [FILE.tar …] [flags]

Flags:
${describeFlags(table)}
`,
  async run(args) {
    const { flags, rest } = parseFlags(table, args)
    const [verb, ...files] = rest
    if (verb !== 'load')
      throw new UsageError(
        verb === undefined ? 'say what to do: load FILE.tar' : `unknown verb ${JSON.stringify(verb)}; there is: load`,
      )
    if (files.length === 0) throw new UsageError('name at least one archive: elli image load FILE.tar')
    const host = realHost()
    const { socket } = containerdPaths(clusterFiles(chosenDataDir(flags['data-dir'])).containerd)
    if (!(await host.files.stat(socket))) {
      throw new CommandError(`no containerd listens on ${socket}; start the cluster first with: elli up`)
    }
    for (const file of files) {
      const path = file.startsWith('/') ? file : `${process.cwd()}/${file}`
      if (!(await host.files.stat(path))) throw new CommandError(`there is no file ${file}`)
      try {
        for (const name of await importImageArchive(host, { socket, path })) process.stdout.write(`loaded ${name}\n`)
      } catch (error) {
        throw new CommandError(
          `${file} could not be imported: ${error instanceof Error ? error.message : String(error)}`,
          { cause: error },
        )
      }
    }
    return 0
  },
}
