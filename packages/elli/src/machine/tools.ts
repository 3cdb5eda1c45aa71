/**
 * The programs a real node needs, where to find them, and how Debian calls their packages.
 * In: a Host to look with. Out: what is there and what is missing; installing is the caller's choice.
 */
import type { Host } from '@elli/host/host'

export interface Tool {
  program: string
  package: string
  purpose: string
}

export const nodeTools: readonly Tool[] = [
  { program: 'containerd', package: 'containerd', purpose: 'runs containers' },
  { program: 'runc', package: 'runc', purpose: 'starts a container' },
  { program: '/usr/lib/cni/bridge', package: 'containernetworking-plugins', purpose: 'pod network' },
  { program: 'nft', package: 'nftables', purpose: 'Services' },
  { program: 'conntrack', package: 'conntrack', purpose: 'forgets stale UDP flows' },
  { program: 'ip', package: 'iproute2', purpose: 'network set-up' },
]

export async function missingTools(host: Host): Promise<Tool[]> {
  const missing: Tool[] = []
  for (const tool of nodeTools) {
    const found = tool.program.startsWith('/')
      ? await host.files.stat(tool.program)
      : await host.processes.find(tool.program)
    if (!found) missing.push(tool)
  }
  return missing
}

/** Why this machine cannot run real pods; undefined when it can. */
export async function whyNoRuntime(host: Host): Promise<string | undefined> {
  if (process.platform !== 'linux') return `containers need Linux, and this is ${process.platform}`
  if (process.getuid?.() !== 0) return 'containers need root'
  const missing = await missingTools(host)
  if (missing.length > 0) {
    return `missing: ${missing.map((tool) => `${tool.program} (${tool.purpose})`).join(', ')}; install with: apt-get install ${missing.map((tool) => tool.package).join(' ')}`
  }
  return undefined
}
