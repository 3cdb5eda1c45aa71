/**
 * imagepolicy.k8s.io/v1alpha1: every type of the group version, as schema.
 * Types: v1alpha1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, bool, list, map, ref, string } from '../schema/schema.ts'
import type * as T from './v1alpha1.types.ts'

const pkg = apiPackage({
  path: 'imagepolicy/v1alpha1',
  group: 'imagepolicy.k8s.io',
  version: 'v1alpha1',
  goPackage: 'k8s.io/api/imagepolicy/v1alpha1',
})
export const packageInfo = pkg.package

export type ImageReview = T.ImageReview
export const ImageReview: MessageSchema<ImageReview> = pkg.message(
  'ImageReview',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ImageReviewSpec, { required: true, description: 'What is wanted.' }),
    status: ref(3, () => ImageReviewStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'Asks whether images may be used.' },
)

export type ImageReviewSpec = T.ImageReviewSpec
export const ImageReviewSpec: MessageSchema<ImageReviewSpec> = pkg.message('ImageReviewSpec', {
  containers: list(1, () => ImageReviewContainerSpec, { listType: 'atomic' }),
  annotations: map(2, 'string'),
  namespace: string(3, { description: 'Namespace of the object.' }),
})

export type ImageReviewContainerSpec = T.ImageReviewContainerSpec
export const ImageReviewContainerSpec: MessageSchema<ImageReviewContainerSpec> = pkg.message(
  'ImageReviewContainerSpec',
  {
    image: string(1),
  },
)

export type ImageReviewStatus = T.ImageReviewStatus
export const ImageReviewStatus: MessageSchema<ImageReviewStatus> = pkg.message('ImageReviewStatus', {
  allowed: bool(1, { required: true }),
  reason: string(2, { description: 'One CamelCase word for programs.' }),
  auditAnnotations: map(3, 'string'),
})
