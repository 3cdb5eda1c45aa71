/**
 * certificates.k8s.io/v1alpha1: every type of the group version, as schema.
 * Types: v1alpha1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, list, ref, string } from '../schema/schema.ts'
import type * as T from './v1alpha1.types.ts'

const pkg = apiPackage({
  path: 'certificates/v1alpha1',
  group: 'certificates.k8s.io',
  version: 'v1alpha1',
  goPackage: 'k8s.io/api/certificates/v1alpha1',
})
export const packageInfo = pkg.package

export type ClusterTrustBundle = T.ClusterTrustBundle
export const ClusterTrustBundle: MessageSchema<ClusterTrustBundle> = pkg.message(
  'ClusterTrustBundle',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ClusterTrustBundleSpec, { required: true, description: 'What is wanted.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.26', deprecated: '1.29', removed: '1.32' },
    description: 'Certificates that may be trusted.',
  },
)

export type ClusterTrustBundleSpec = T.ClusterTrustBundleSpec
export const ClusterTrustBundleSpec: MessageSchema<ClusterTrustBundleSpec> = pkg.message(
  'ClusterTrustBundleSpec',
  {
    signerName: string(1, {
      description:
        'Signer the bundle belongs to; the name of the object then begins with it, colons in place of slashes. Empty: no signer in particular.',
    }),
    trustBundle: string(2, {
      required: true,
      description: 'Certificates of authorities in PEM, in no particular order and without doubles.',
    }),
  },
  { description: 'Which certificates to trust, and for which signer.' },
)

export type ClusterTrustBundleList = T.ClusterTrustBundleList
export const ClusterTrustBundleList: MessageSchema<ClusterTrustBundleList> = pkg.message(
  'ClusterTrustBundleList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ClusterTrustBundle, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.26', deprecated: '1.29', removed: '1.32' },
    description: 'A list of ClusterTrustBundle objects.',
  },
)
