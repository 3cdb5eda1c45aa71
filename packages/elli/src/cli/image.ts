/** `elli image load FILE.tar`: imports docker or OCI archives into the cluster's containerd. */
import { realHost } from '@elli/host/node/host'
import { containerdPaths } from '../machine/containerd-paths.ts'
import { chosenDataDir, dataDirFlag } from './data-dir.ts'
import { describeFlags, parseFlags, UsageError } from './flags.ts'
import { type Command, CommandError } from './main.ts'

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
    const { socket } = containerdPaths(chosenDataDir(flags['data-dir']))
    if (!(await host.files.stat(socket))) {
      throw new CommandError(`no containerd listens on ${socket}; start the cluster first with: elli up`)
    }
    for (const file of files) {
      if (!(await host.files.stat(file.startsWith('/') ? file : `${process.cwd()}/${file}`)))
        throw new CommandError(`there is no file ${file}`)
      const result = await host.processes.run('ctr', [
        '--address',
        socket,
        '--namespace',
        'k8s.io',
        'images',
        'import',
        file,
      ])
      if (result.code !== 0)
        throw new CommandError(`${file} could not be imported: ${(result.stderr || result.stdout).trim()}`)
      process.stdout.write(result.stdout)
    }
    return 0
  },
}
