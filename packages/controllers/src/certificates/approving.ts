/**
 * Approves requests of kubelets for their client certificates, if the requester has the right to get them approved.
 * Reads CSRs; asks SubjectAccessReviews; writes certificatesigningrequests/approval.
 */
import { subjectaccessreviews } from '@elli/api/authorization/v1.resources'
import { certificatesigningrequests } from '@elli/api/certificates/v1.resources'
import type { CertificateSigningRequest } from '@elli/api/certificates/v1'
import type { ControllerContext, ControllerDefinition } from '../controller.ts'
import { enqueueItself, runQueueLoop } from '../queue-loop.ts'
import { approvalRights, hasCondition, isIssued } from './request.ts'

export const csrApproving: ControllerDefinition = {
  name: 'certificatesigningrequest-approving-controller',
  aliases: ['csrapproving'],
  serviceAccount: 'certificate-controller',
  onByDefault: true,
  reads: [certificatesigningrequests],
  writes: {
    'certificates.k8s.io': { 'certificatesigningrequests/approval': ['update'], signers: ['approve'] },
    'authorization.k8s.io': { subjectaccessreviews: ['create'] },
  },
  async run(context, signal) {
    const informer = context.informers.for(certificatesigningrequests)
    await runQueueLoop(
      context,
      {
        name: 'csrapproving',
        baseDelayMs: 200,
        watch: (queue) => enqueueItself(informer, queue),
        async reconcile(name, workSignal) {
          const request = informer.get(undefined, name)
          if (!request || isIssued(request) || hasCondition(request, 'Approved') || hasCondition(request, 'Denied'))
            return
          const { readRequest } = await import('./node/x509.ts')
          const rights = approvalRights(request, await readRequest(request.spec.request))
          if (rights.length === 0) return
          for (const { subresource, message } of rights) {
            if (!(await isAllowed(context, request, subresource, workSignal))) continue
            const approved = { type: 'Approved', status: 'True', reason: 'AutoApproved', message } as const
            const conditions = [...(request.status?.conditions ?? []), approved]
            const body = { ...request, status: { ...request.status, conditions } }
            await context.client
              .for(certificatesigningrequests)
              .subresource('update', name, 'approval', { body, signal: workSignal })
            return
          }
          const tried = rights.map(({ subresource }) => subresource).join(' ')
          throw new Error(`recognized csr "${name}" as [${tried}] but subject access review was not approved`)
        },
      },
      signal,
    )
  },
}

async function isAllowed(
  { client }: ControllerContext,
  { spec }: CertificateSigningRequest,
  subresource: string,
  signal: AbortSignal,
): Promise<boolean> {
  const review = await client.for(subjectaccessreviews).create(
    {
      metadata: {},
      spec: {
        user: spec.username ?? '',
        ...(spec.uid === undefined ? {} : { uid: spec.uid }),
        groups: spec.groups ?? [],
        extra: spec.extra ?? {},
        resourceAttributes: {
          group: 'certificates.k8s.io',
          resource: 'certificatesigningrequests',
          verb: 'create',
          subresource,
          version: '*',
        },
      },
    },
    { signal },
  )
  return review.status?.allowed === true
}
