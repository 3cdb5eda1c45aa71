/** `elli version`. */
import { elliVersion, gitVersion } from '../version.ts'
import type { Command } from './main.ts'

export const version: Command = {
  summary: 'print the version',
  help: () => `Print Elli's version and the Kubernetes release it keeps to.

Usage:
  elli version
`,
  async run() {
    process.stdout.write(`elli ${elliVersion} (Kubernetes ${gitVersion}, Node.js ${process.version})\n`)
    return 0
  },
}
