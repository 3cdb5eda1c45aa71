/** Resources served in admissionregistration.k8s.io/v1: how each is named, scoped and spoken to. */
import {
  MutatingWebhookConfiguration,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  ValidatingWebhookConfiguration,
} from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const mutatingwebhookconfigurations: ResourceInfo<MutatingWebhookConfiguration> = resource({
  kind: 'MutatingWebhookConfiguration',
  plural: 'mutatingwebhookconfigurations',
  singular: 'mutatingwebhookconfiguration',
  listKind: 'MutatingWebhookConfigurationList',
  categories: ['api-extensions'],
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: MutatingWebhookConfiguration,
})

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
      kind: { group: 'admissionregistration.k8s.io', version: 'v1', kind: 'ValidatingAdmissionPolicy' },
    },
  ],
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
  schema: ValidatingAdmissionPolicyBinding,
})

export const validatingwebhookconfigurations: ResourceInfo<ValidatingWebhookConfiguration> = resource({
  kind: 'ValidatingWebhookConfiguration',
  plural: 'validatingwebhookconfigurations',
  singular: 'validatingwebhookconfiguration',
  listKind: 'ValidatingWebhookConfigurationList',
  categories: ['api-extensions'],
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: ValidatingWebhookConfiguration,
})
