/**
 * Names of per-service chains and sets: a readable part behind a short hash that keeps cut names apart. Pure.
 * @see KEP-3866
 */
import { createHash } from 'node:crypto'
import type { EndpointInfo } from './endpoints.ts'
import type { ServicePortInfo } from './service-ports.ts'

const longest = 240
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export interface ChainNames {
  cluster: string
  local: string
  external: string
  firewall: string
}

export function chainNames(port: ServicePortInfo): ChainNames {
  const base = baseName(portPath(port))
  return {
    cluster: `service-${base}`,
    local: `local-${base}`,
    external: `external-${base}`,
    firewall: `firewall-${base}`,
  }
}

export function endpointNames(port: ServicePortInfo, endpoint: EndpointInfo): { chain: string; affinitySet: string } {
  const base = baseName(`${portPath(port)}__${endpoint.ip}/${endpoint.port}`)
  return { chain: `endpoint-${base}`, affinitySet: `affinity-${base}` }
}

/** Only chains of services have a slash in their names. */
export function isServiceChain(name: string): boolean {
  return name.includes('/')
}

function portPath(port: ServicePortInfo): string {
  return `${port.service}/${port.protocol}/${port.portName}`
}

function baseName(name: string): string {
  const hash = base32(createHash('sha256').update(name).digest()).slice(0, 8)
  const base = `${hash}-${name.replaceAll(':', '.')}`
  return base.length > longest ? `${base.slice(0, longest - 3)}...` : base
}

function base32(bytes: Uint8Array): string {
  let out = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5) {
      out += alphabet[(value >>> (bits - 5)) & 31]
      bits -= 5
    }
  }
  return out
}
