/**
 * CertificateApproval, CertificateSigning, CertificateSubjectRestriction, ClusterTrustBundleAttest: who may act for which signer.
 * The permission is a verb (`approve`, `sign`, `attest`) on `signers`, by the signer's name or by `<domain>/*`.
 */
import type { CertificateSigningRequest } from '@elli/api/certificates/v1'
import { certificatesigningrequests } from '@elli/api/certificates/v1.resources'
import type { ClusterTrustBundle } from '@elli/api/certificates/v1alpha1'
import { clustertrustbundles } from '@elli/api/certificates/v1alpha1.resources'
import { goQuote } from '@elli/machinery/go-quote'
import type { UserInfo } from '../authentication/authenticator.ts'
import type { Authorizer } from '../authorization/authorizer.ts'
import { requestSubject } from './certificate-request.ts'
import type { AdmissionPluginFactory } from './plugin.ts'
import { canonicalText, handlesOnly, isResource, objectOf, oldObjectOf, refusal } from './requests.ts'

const clientSigner = 'kubernetes.io/kube-apiserver-client'

export const certificateApproval: AdmissionPluginFactory = ({ authorizer }) => ({
  name: 'CertificateApproval',
  handles: (operation, resource, subresource) =>
    operation === 'UPDATE' && subresource === 'approval' && isResource(resource, certificatesigningrequests),
  async validate(request) {
    const { signerName } = oldObjectOf<CertificateSigningRequest>(request).spec
    if (await mayActFor(authorizer, request.user, 'approve', signerName)) return
    throw refusal(request, `user not permitted to approve requests with signerName ${goQuote(signerName)}`)
  },
})

export const certificateSigning: AdmissionPluginFactory = ({ authorizer }) => ({
  name: 'CertificateSigning',
  handles: (operation, resource, subresource) =>
    operation === 'UPDATE' && subresource === 'status' && isResource(resource, certificatesigningrequests),
  async validate(request) {
    const [object, old] = [
      objectOf<CertificateSigningRequest>(request),
      oldObjectOf<CertificateSigningRequest>(request),
    ]
    const signed = ({ status }: CertificateSigningRequest): string =>
      canonicalText([status?.certificate ?? '', status?.conditions ?? []])
    if (signed(object) === signed(old)) return
    const { signerName } = old.spec
    if (await mayActFor(authorizer, request.user, 'sign', signerName)) return
    throw refusal(request, `user not permitted to sign requests with signerName ${goQuote(signerName)}`)
  },
})

export const certificateSubjectRestriction: AdmissionPluginFactory = () => ({
  name: 'CertificateSubjectRestriction',
  handles: handlesOnly(certificatesigningrequests, 'CREATE'),
  async validate(request) {
    const { spec } = objectOf<CertificateSigningRequest>(request)
    if (spec.signerName !== clientSigner) return
    const subject = await requestSubject(spec.request)
    if ('problem' in subject) throw refusal(request, `failed to parse CSR: ${subject.problem}`)
    if (subject.organizations.includes('system:masters')) {
      throw refusal(request, `use of ${clientSigner} signer with system:masters group is not allowed`)
    }
  },
})

export const clusterTrustBundleAttest: AdmissionPluginFactory = ({ authorizer, featureEnabled }) => ({
  name: 'ClusterTrustBundleAttest',
  handles: (operation, resource, subresource) =>
    featureEnabled('ClusterTrustBundle') &&
    handlesOnly(clustertrustbundles, 'CREATE', 'UPDATE')(operation, resource, subresource),
  async validate(request) {
    const object = objectOf<ClusterTrustBundle>(request)
    const { signerName } = object.spec
    if (!signerName) return
    if (
      request.operation === 'UPDATE' &&
      canonicalText(object.spec) === canonicalText(oldObjectOf<ClusterTrustBundle>(request).spec)
    ) {
      return
    }
    if (await mayActFor(authorizer, request.user, 'attest', signerName)) return
    throw refusal(request, `user not permitted to attest for signerName ${goQuote(signerName)}`)
  },
})

async function mayActFor(authorizer: Authorizer, user: UserInfo, verb: string, signerName: string): Promise<boolean> {
  const domain = signerName.split('/', 1)[0] ?? ''
  for (const name of [signerName, `${domain}/*`]) {
    const { decision } = await authorizer.authorize({
      user,
      verb,
      isResource: true,
      apiGroup: 'certificates.k8s.io',
      apiVersion: '*',
      resource: 'signers',
      subresource: '',
      namespace: '',
      name,
      path: '',
    })
    if (decision === 'allow') return true
  }
  return false
}
