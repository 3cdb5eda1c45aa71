/** Mounts through the machine's own `mount` and `umount`; what is mounted is read from /proc/self/mountinfo. */
import type { Host } from '@elli/host/host'
import type { Mounter } from '../volumes/plugin.ts'

export function systemMounter(host: Host): Mounter {
  const points = async (): Promise<string[]> => {
    const text = await host.files.readText('/proc/self/mountinfo')
    return text.split('\n').flatMap((line) => {
      const path = line.split(' ')[4]
      return path === undefined ? [] : [unescape(path)]
    })
  }
  const run = async (command: string, args: readonly string[]): Promise<void> => {
    const { code, stderr, stdout } = await host.processes.run(command, args)
    if (code !== 0)
      throw new Error(`${command} ${args.join(' ')} failed: exit status ${code}: ${(stderr || stdout).trim()}`)
  }
  const below = async (path: string): Promise<string[]> =>
    (await points())
      .filter((point) => point === path || point.startsWith(`${path}/`))
      .toSorted((a, b) => b.length - a.length)
  return {
    isMountPoint: async (path) => (await points()).includes(path),
    async mount(source, target, { type, options = [] }) {
      const args = [
        ...(type === undefined ? [] : ['-t', type]),
        ...(options.length > 0 ? ['-o', options.join(',')] : []),
      ]
      await run('mount', [...args, source, target])
    },
    async unmount(path) {
      if (!(await points()).includes(path)) return
      await run('umount', [path])
    },
    below,
  }
}

/** Spaces and the like are written in octal there. */
function unescape(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}
