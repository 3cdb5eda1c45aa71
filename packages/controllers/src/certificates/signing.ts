/**
 * Signs approved requests of the four signers of the control plane with the cluster's CA.
 * Reads CSRs; writes certificatesigningrequests/status: a certificate, or condition Failed. Without a CA it does not run.
 */
import { certificatesigningrequests } from '@elli/api/certificates/v1.resources'
import { toTime } from '@elli/host/time'
import type { ControllerDefinition } from '../controller.ts'
import { enqueueItself, runQueueLoop } from '../queue-loop.ts'
import {
  apiServerClient,
  hasCondition,
  isIssued,
  kubeletClient,
  kubeletServing,
  legacyUnknown,
  lifetimeMs,
  requestProblem,
} from './request.ts'

const signers = [kubeletServing, kubeletClient, apiServerClient, legacyUnknown]

export const csrSigning: ControllerDefinition = {
  name: 'certificatesigningrequest-signing-controller',
  aliases: ['csrsigning'],
  serviceAccount: 'certificate-controller',
  onByDefault: true,
  reads: [certificatesigningrequests],
  writes: { 'certificates.k8s.io': { 'certificatesigningrequests/status': ['update'], signers: ['sign'] } },
  async run({ options, ...context }, signal) {
    const { signing } = options
    if (signing === undefined) return
    const { host, client, informers } = context
    const informer = informers.for(certificatesigningrequests)
    const objects = client.for(certificatesigningrequests)
    await runQueueLoop(
      { ...context, options },
      {
        name: 'csrsigning',
        baseDelayMs: 200,
        watch: (queue) => enqueueItself(informer, queue),
        async reconcile(name, workSignal) {
          const request = informer.get(undefined, name)
          if (!request || isIssued(request) || hasCondition(request, 'Failed')) return
          if (!hasCondition(request, 'Approved') || hasCondition(request, 'Denied')) return
          const { signerName, request: encoded, usages = [], expirationSeconds } = request.spec
          if (!signers.includes(signerName)) return
          const { readRequest, signRequest } = await import('./node/x509.ts')
          const problem = requestProblem(signerName, await readRequest(encoded), usages)
          const now = host.clock.now()
          if (problem !== undefined) {
            const failed = {
              type: 'Failed',
              status: 'True',
              reason: 'SignerValidationFailure',
              message: problem,
              lastUpdateTime: toTime(now),
            } as const
            const conditions = [...(request.status?.conditions ?? []), failed]
            await objects.updateStatus(
              { ...request, status: { ...request.status, conditions } },
              { signal: workSignal },
            )
            return
          }
          const certificate = await signRequest(signing, encoded, usages, lifetimeMs(expirationSeconds), now)
          await objects.updateStatus({ ...request, status: { ...request.status, certificate } }, { signal: workSignal })
        },
      },
      signal,
    )
  },
}
