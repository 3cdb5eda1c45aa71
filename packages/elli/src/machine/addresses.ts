/** This machine on the network: the address under which nodes and pods reach it. */
import { hostname, networkInterfaces } from 'node:os'
import { readFileSync } from 'node:fs'

/** IPv4 address of the interface with the default route, else of the first that is up, else loopback. */
export function nodeAddress(): string {
  const interfaces = networkInterfaces()
  const ipv4 = (name: string): string | undefined =>
    interfaces[name]?.find((entry) => entry.family === 'IPv4' && !entry.internal)?.address
  const routed = defaultRouteInterface()
  if (routed) {
    const address = ipv4(routed)
    if (address) return address
  }
  for (const name of Object.keys(interfaces)) {
    if (/^(cni|docker|br-|veth|elli)/.test(name)) continue
    const address = ipv4(name)
    if (address) return address
  }
  return '127.0.0.1'
}

/** Lower-case host name, as the kubelet registers by default. */
export function defaultNodeName(): string {
  return hostname().toLowerCase()
}

function defaultRouteInterface(): string | undefined {
  let table: string
  try {
    table = readFileSync('/proc/net/route', 'utf8')
  } catch {
    return undefined // no procfs: not Linux, and the interface list decides
  }
  for (const line of table.split('\n').slice(1)) {
    const [name, destination, , flags] = line.split('\t')
    if (destination === '00000000' && (Number.parseInt(flags ?? '0', 16) & 1) === 1) return name
  }
  return undefined
}
