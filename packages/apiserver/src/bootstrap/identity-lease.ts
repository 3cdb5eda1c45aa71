/**
 * The lease by which an API server says that it lives: its name, what it says, and which others have ended. Pure.
 * @see KEP-1965; kubernetes pkg/controlplane/apiserver/server.go, component-helpers apimachinery/lease
 */
import { createHash } from 'node:crypto'
import type { Lease } from '@elli/api/coordination/v1'
import type { Instant } from '@elli/host/clock'
import { fromTime, toMicroTime } from '@elli/host/time'

export const identityNamespace = 'kube-system'
export const identitySelector = 'apiserver.kubernetes.io/identity=kube-apiserver'
export const identityRenewMs = 10_000
export const identityGcMs = 3_600_000
const durationSeconds = 3600

/** `apiserver-` and a hash of the machine's name: the same after each start. */
export function identityName(hostname: string): string {
  const part = (text: string): Buffer => {
    const bytes = Buffer.from(text)
    return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes])
  }
  const hash = createHash('sha256').update(part(hostname)).update(part('kube-apiserver')).digest().subarray(0, 16)
  return `apiserver-${base32(hash)}`
}

export interface Identity {
  readonly hostname: string
  /** Name of the lease and something of this process only. */
  readonly holder: string
}

/** The lease as it is to be written, from the one that is there. */
export function identityLease(present: Lease | undefined, { hostname, holder }: Identity, now: Instant): Lease {
  return {
    ...present,
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      ...present?.metadata,
      name: identityName(hostname),
      namespace: identityNamespace,
      labels: {
        ...present?.metadata.labels,
        'apiserver.kubernetes.io/identity': 'kube-apiserver',
        'kubernetes.io/hostname': hostname,
      },
    },
    spec: {
      ...(present?.spec ?? { holderIdentity: holder, leaseDurationSeconds: durationSeconds }),
      renewTime: toMicroTime(now),
    },
  }
}

export function hasExpired({ spec }: Lease, now: Instant): boolean {
  if (!spec?.renewTime || spec.leaseDurationSeconds === undefined) return true
  return (fromTime(spec.renewTime) ?? 0) + spec.leaseDurationSeconds * 1000 < now
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

function base32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet[(held >> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return bits === 0 ? text : text + alphabet[(held << (5 - bits)) & 31]
}
