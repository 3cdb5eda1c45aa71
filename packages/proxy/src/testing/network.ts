/**
 * A small network for end-to-end tests and benchmarks, in network namespaces of its own: a node with a bridge for pods, pods, and a
 * client outside. Needs root, `ip`, `nft`. Nothing is changed in the machine's own namespace; `remove` takes everything away.
 *
 *   client 192.0.2.100 ── 192.0.2.1 (and .9) node, bridge 10.244.0.1 ── pods 10.244.0.10, .11, …      (and fd00:… alike)
 */
import type { Host } from '@elli/host/host'
import type { ChildProcess, RunResult } from '@elli/host/processes'

export const addresses = {
  node: '192.0.2.1',
  nodeSecond: '192.0.2.9',
  client: '192.0.2.100',
  node6: 'fd00:99::1',
  client6: 'fd00:99::100',
  podCidr: '10.244.0.0/24',
  podCidr6: 'fd00:244::/64',
} as const

export interface Network {
  /** A host whose processes run in the node's namespace. */
  nodeHost: Host
  /** Runs a command in a namespace: `node`, `client` or a pod's name. */
  run(where: string, command: string, ...args: string[]): Promise<RunResult>
  /** Starts one that runs until `remove`, or until it is killed. */
  start(where: string, command: string, ...args: string[]): Promise<ChildProcess>
  /** Adds a pod with address 10.244.0.<number> and fd00:244::<number>. */
  addPod(name: string, number: number): Promise<void>
  remove(): Promise<void>
}

/** @param prefix of the namespaces' names; must be the caller's own */
export async function makeNetwork(host: Host, prefix: string): Promise<Network> {
  const made: string[] = []
  const started: ChildProcess[] = []
  const nameOf = (where: string): string => `${prefix}-${where}`

  async function ip(...args: string[]): Promise<void> {
    const result = await host.processes.run('ip', args)
    if (result.code !== 0) throw new Error(`ip ${args.join(' ')}: ${result.stderr.trim()}`)
  }
  const run: Network['run'] = (where, command, ...args) =>
    host.processes.run('ip', ['netns', 'exec', nameOf(where), command, ...args])
  async function must(where: string, command: string, ...args: string[]): Promise<void> {
    const result = await run(where, command, ...args)
    if (result.code !== 0) throw new Error(`${command} ${args.join(' ')} in ${where}: ${result.stderr.trim()}`)
  }
  async function namespace(where: string): Promise<void> {
    await ip('netns', 'add', nameOf(where))
    made.push(where)
    await must(where, 'ip', 'link', 'set', 'lo', 'up')
    // Addresses are usable at once, without looking for duplicates.
    await must(where, 'sysctl', '-qw', 'net.ipv6.conf.default.accept_dad=0')
  }
  /** A cable between the node and another namespace, where it is called eth0. */
  async function cable(where: string, nodeEnd: string): Promise<void> {
    await must('node', 'ip', 'link', 'add', nodeEnd, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', nameOf(where))
    await must('node', 'ip', 'link', 'set', nodeEnd, 'up')
    await must(where, 'ip', 'link', 'set', 'eth0', 'up')
  }
  async function remove(): Promise<void> {
    for (const child of started) child.kill('SIGKILL')
    await Promise.all(started.map((child) => child.exited))
    for (const where of made.splice(0)) await host.processes.run('ip', ['netns', 'delete', nameOf(where)])
  }

  try {
    await namespace('node')
    await must('node', 'sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1')
    await must('node', 'ip', 'link', 'add', 'pods0', 'type', 'bridge')
    await must('node', 'ip', 'link', 'set', 'pods0', 'up')
    await must('node', 'ip', 'address', 'add', '10.244.0.1/24', 'dev', 'pods0')
    await must('node', 'ip', 'address', 'add', 'fd00:244::1/64', 'dev', 'pods0')
    await namespace('client')
    await cable('client', 'out0')
    for (const address of [`${addresses.node}/24`, `${addresses.nodeSecond}/24`, `${addresses.node6}/64`])
      await must('node', 'ip', 'address', 'add', address, 'dev', 'out0')
    await must('client', 'ip', 'address', 'add', `${addresses.client}/24`, 'dev', 'eth0')
    await must('client', 'ip', 'address', 'add', `${addresses.client6}/64`, 'dev', 'eth0')
    await must('client', 'ip', 'route', 'add', 'default', 'via', addresses.node)
    await must('client', 'ip', 'route', 'add', 'default', 'via', addresses.node6)
    // Addresses that exist in rules only need a route all the same; what goes there unchanged is lost.
    await must('node', 'ip', 'link', 'add', 'away0', 'type', 'veth', 'peer', 'name', 'away1')
    for (const end of ['away0', 'away1']) await must('node', 'ip', 'link', 'set', end, 'arp', 'off', 'up')
    await must('node', 'ip', 'route', 'add', 'default', 'dev', 'away0')
    await must('node', 'ip', '-6', 'route', 'add', 'default', 'dev', 'away0')
  } catch (error) {
    await remove()
    throw error
  }

  return {
    nodeHost: {
      ...host,
      processes: {
        ...host.processes,
        run: (command, args, options) =>
          host.processes.run('ip', ['netns', 'exec', nameOf('node'), command, ...args], options),
      },
    },
    run,
    async start(where, command, ...args) {
      const child = await host.processes.start('ip', ['netns', 'exec', nameOf(where), command, ...args])
      started.push(child)
      return child
    },
    async addPod(name, number) {
      await namespace(name)
      await cable(name, `pod${number}`)
      await must('node', 'ip', 'link', 'set', `pod${number}`, 'master', 'pods0')
      // A pod may reach itself through the bridge: what CNI's hairpinMode sets.
      await must('node', 'ip', 'link', 'set', `pod${number}`, 'type', 'bridge_slave', 'hairpin', 'on')
      await must(name, 'ip', 'address', 'add', `10.244.0.${number}/24`, 'dev', 'eth0')
      await must(name, 'ip', 'address', 'add', `fd00:244::${number}/64`, 'dev', 'eth0')
      await must(name, 'ip', 'route', 'add', 'default', 'via', '10.244.0.1')
      await must(name, 'ip', 'route', 'add', 'default', 'via', 'fd00:244::1')
    },
    remove,
  }
}

/** Why a network cannot be made here; undefined when it can. */
export async function whyNoNetwork(host: Host, tools: readonly string[]): Promise<string | undefined> {
  const asked = process.env['ELLI_NO_E2E']
  if (asked) return asked
  if (process.getuid?.() !== 0) return 'not root'
  for (const tool of tools) if (!(await host.processes.find(tool))) return `${tool} is missing`
  return undefined
}
