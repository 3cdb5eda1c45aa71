/** Resources served in certificates.k8s.io/v1: how each is named, scoped and spoken to. */
import { CertificateSigningRequest } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const certificatesigningrequests: ResourceInfo<CertificateSigningRequest> = resource({
  kind: 'CertificateSigningRequest',
  plural: 'certificatesigningrequests',
  singular: 'certificatesigningrequest',
  listKind: 'CertificateSigningRequestList',
  shortNames: ['csr'],
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'approval',
      verbs: ['get', 'patch', 'update'],
      kind: { group: 'certificates.k8s.io', version: 'v1', kind: 'CertificateSigningRequest' },
    },
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: 'certificates.k8s.io', version: 'v1', kind: 'CertificateSigningRequest' },
    },
  ],
  schema: CertificateSigningRequest,
})
