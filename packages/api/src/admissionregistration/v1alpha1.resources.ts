/** Resources served in admissionregistration.k8s.io/v1alpha1: how each is named, scoped and spoken to. */
import { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from './v1alpha1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const validatingadmissionpolicies: ResourceInfo<ValidatingAdmissionPolicy> = resource({
  kind: 'ValidatingAdmissionPolicy',
  plural: 'validatingadmissionpolicies',
  singular: 'validatingadmissionpolicy',
  listKind: 'ValidatingAdmissionPolicyList',
  categories: ['api-extensions'],
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: 'admissionregistration.k8s.io', version: 'v1alpha1', kind: 'ValidatingAdmissionPolicy' },
    },
  ],
  enabledByDefault: false,
  schema: ValidatingAdmissionPolicy,
})

export const validatingadmissionpolicybindings: ResourceInfo<ValidatingAdmissionPolicyBinding> = resource({
  kind: 'ValidatingAdmissionPolicyBinding',
  plural: 'validatingadmissionpolicybindings',
  singular: 'validatingadmissionpolicybinding',
  listKind: 'ValidatingAdmissionPolicyBindingList',
  categories: ['api-extensions'],
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  enabledByDefault: false,
  schema: ValidatingAdmissionPolicyBinding,
})
