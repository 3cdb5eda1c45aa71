/**
 * The command `elli`: finds the command named by the first words, loads only that command's code, and turns its outcome into
 * an exit code. 0 done, 1 failed or misused, 2 for a component that could not go on. Every error is one plain sentence on stderr.
 */
import { CommandError, errorStory } from './command-error.ts'
import { UsageError } from './flags.ts'

export interface Command {
  /** One line for the list of commands. */
  summary: string
  /** The whole help text. */
  help(): string
  /** @returns the exit code */
  run(args: readonly string[]): Promise<number>
}

const commands: Record<string, { summary: string; load: () => Promise<Command> }> = {
  up: { summary: 'start a cluster on this machine', load: async () => (await import('./up.ts')).up },
  down: { summary: 'stop the cluster and everything it runs', load: async () => (await import('./down.ts')).down },
  status: { summary: 'tell what runs', load: async () => (await import('./status.ts')).status },
  kubeconfig: {
    summary: "print the administrator's kubeconfig",
    load: async () => (await import('./kubeconfig.ts')).kubeconfig,
  },
  image: { summary: 'load image archives into the cluster', load: async () => (await import('./image.ts')).image },
  version: { summary: 'print the version', load: async () => (await import('./version.ts')).version },
  apiserver: {
    summary: 'run the API server alone, with the flags of kube-apiserver',
    load: async () => (await import('./apiserver.ts')).apiserver,
  },
  node: {
    summary: 'run the node agent alone: kubelet, proxy and DNS (elli up does)',
    load: async () => (await import('./node-agent.ts')).nodeAgent,
  },
  controllers: {
    summary: 'run controllers and scheduler alone (elli up does)',
    load: async () => (await import('./controllers.ts')).controllers,
  },
}

function usage(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length)) + 3
  const rows = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}${summary}`)
  return `Elli is Kubernetes 1.31 in one command.

Usage:
  elli COMMAND [flags]

Commands:
${rows.join('\n')}

"elli COMMAND --help" tells more about one of them.
`
}

export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const topic = name === 'help' ? commands[rest[0] ?? ''] : undefined
    process.stdout.write(topic ? (await topic.load()).help() : usage())
    return 0
  }
  const entry = commands[name === '--version' ? 'version' : name]
  if (!entry) {
    process.stderr.write(`elli: unknown command ${JSON.stringify(name)}; "elli --help" lists them\n`)
    return 1
  }
  const command = await entry.load()
  const flagsEnd = rest.indexOf('--')
  if ((flagsEnd < 0 ? rest : rest.slice(0, flagsEnd)).some((argument) => argument === '--help' || argument === '-h')) {
    process.stdout.write(command.help())
    return 0
  }
  try {
    return await command.run(rest)
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`elli ${name}: ${error.message}\nSee "elli ${name} --help".\n`)
      return 1
    }
    if (error instanceof CommandError) {
      process.stderr.write(`elli ${name}: ${error.message}\n`)
      return error.exitCode
    }
    process.stderr.write(`elli ${name}: ${errorStory(error)}\n`)
    return 2
  }
}
