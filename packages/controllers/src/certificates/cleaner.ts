/**
 * Deletes certificate signing requests that are done with: an hour after their end, a day after their creation if nobody cared, and when the
 * certificate has expired. Looks every hour. Reads and deletes CSRs.
 */
import type { CertificateSigningRequest } from '@elli/api/certificates/v1'
import { certificatesigningrequests } from '@elli/api/certificates/v1.resources'
import type { Instant } from '@elli/host/clock'
import { fromTime } from '@elli/host/time'
import { isNotFound } from '@elli/machinery/errors'
import type { ControllerDefinition } from '../controller.ts'
import { messageOf } from '../pod-control.ts'
import { isIssued } from './request.ts'

const hourMs = 3600 * 1000

/** Whether the request has outlived its use; the certificate's own end is looked at apart. */
export function isStale(request: CertificateSigningRequest, now: Instant): boolean {
  const isOlder = (time: string | undefined, ms: number): boolean => {
    const instant = fromTime(time)
    return instant !== undefined && now - instant > ms
  }
  const conditions = request.status?.conditions ?? []
  if (conditions.length === 0) return isOlder(request.metadata.creationTimestamp, 24 * hourMs)
  return conditions.some(({ type, lastUpdateTime }) => {
    const ended = type === 'Denied' || type === 'Failed' || (type === 'Approved' && isIssued(request))
    return ended && isOlder(lastUpdateTime, hourMs)
  })
}

export const csrCleaner: ControllerDefinition = {
  name: 'certificatesigningrequest-cleaner-controller',
  aliases: ['csrcleaner'],
  serviceAccount: 'certificate-controller',
  onByDefault: true,
  reads: [certificatesigningrequests],
  writes: { 'certificates.k8s.io': { certificatesigningrequests: ['delete'] } },
  async run({ host, client, informers }, signal) {
    const informer = informers.for(certificatesigningrequests)
    await informers.synced(signal)
    for (;;) {
      for (const request of informer.list()) {
        if (!isStale(request, host.clock.now()) && !(await isExpired(request, host.clock.now()))) continue
        const name = request.metadata.name ?? ''
        try {
          await client.for(certificatesigningrequests).delete(name, { signal })
        } catch (error) {
          if (signal.aborted) throw error
          if (!isNotFound(error))
            host.log.child('csrcleaner').warn('could not delete CSR', { csr: name, err: messageOf(error) })
        }
      }
      await host.clock.sleep(hourMs, signal)
    }
  },
}

async function isExpired({ status }: CertificateSigningRequest, now: Instant): Promise<boolean> {
  if (!status?.certificate || !status.conditions?.some(({ type }) => type === 'Approved')) return false
  const { certificateEnd } = await import('./node/x509.ts')
  const end = await certificateEnd(status.certificate)
  return end !== undefined && now > end
}
