/** What a stopped node leaves in the kernel, taken away: mounts below its folders, the pod network's bridge and rules. */
import type { Host } from '@elli/host/host'
import { tableName } from '@elli/kubelet/network/nftables'

/** Unmounts everything at or below a folder, the innermost first. */
export async function unmountBelow(host: Host, directory: string): Promise<void> {
  const mounts = (await host.files.readText('/proc/self/mountinfo'))
    .split('\n')
    .map((line) => unescapeOctal(line.split(' ')[4] ?? ''))
    .filter((path) => path === directory || path.startsWith(`${directory}/`))
  for (const path of mounts.reverse()) {
    const result = await host.processes.run('umount', [path])
    if (result.code !== 0) host.log.warn('could not be unmounted', { path, err: result.stderr.trim() })
  }
}

/** Space, tab, newline and backslash are written `\040`, `\011`, `\012`, `\134` there. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
}

export async function removePodNetwork(host: Host, bridge: string): Promise<void> {
  const rules = await host.processes.run('nft', ['delete', 'table', 'inet', tableName(bridge)])
  if (rules.code !== 0 && !/No such file or directory/.test(rules.stderr))
    host.log.warn('rules of the pod network could not be removed', { err: rules.stderr.trim() })
  const result = await host.processes.run('ip', ['link', 'delete', bridge])
  if (result.code !== 0 && !/Cannot find device/.test(result.stderr))
    host.log.warn('the bridge could not be removed', { bridge, err: result.stderr.trim() })
}
