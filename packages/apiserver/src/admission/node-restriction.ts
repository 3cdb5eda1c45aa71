/**
 * NodeRestriction: what a kubelet may write. Its own Node (but not taints, foreign labels, owners), mirror pods on itself,
 * the status of its pods and their claims, its lease, its CSINode, tokens for its pods, certificate requests in its own name.
 * Elsewhere: which objects it may reach at all (authorization/node-authorizer.ts).
 */
import type { TokenRequest } from '@elli/api/authentication/v1'
import type { CertificateSigningRequest } from '@elli/api/certificates/v1'
import { certificatesigningrequests } from '@elli/api/certificates/v1.resources'
import { leases } from '@elli/api/coordination/v1.resources'
import type { Node, PersistentVolumeClaim, Pod } from '@elli/api/core/v1'
import { nodes, persistentvolumeclaims, pods, serviceaccounts } from '@elli/api/core/v1.resources'
import type { ResourceSlice } from '@elli/api/resource/v1alpha3'
import { resourceslices } from '@elli/api/resource/v1alpha3.resources'
import { csinodes } from '@elli/api/storage/v1.resources'
import { notFound } from '@elli/machinery/errors'
import { goQuote } from '@elli/machinery/go-quote'
import { isMirrorPod, mirrorPodAnnotation, podConfigMapNames, podSecretNames } from '@elli/machinery/pod/status'
import { nodeIdentity } from '../authorization/node-authorizer.ts'
import { requestSubject } from './certificate-request.ts'
import type { AdmissionContext, AdmissionPluginFactory, AdmissionRequest } from './plugin.ts'
import { canonicalText, isResource, objectOf, oldObjectOf, refusal } from './requests.ts'

const restricted = [
  pods,
  nodes,
  persistentvolumeclaims,
  serviceaccounts,
  leases,
  csinodes,
  resourceslices,
  certificatesigningrequests,
]

export const nodeRestriction: AdmissionPluginFactory = (context) => ({
  name: 'NodeRestriction',
  handles: (operation, resource) => operation !== 'CONNECT' && restricted.some((other) => isResource(resource, other)),
  async admit(request) {
    const nodeName = nodeIdentity(request.user)
    if (nodeName === undefined) return
    if (nodeName === '') throw refusal(request, `could not determine node from user ${goQuote(request.user.name)}`)
    const problem = await check(context, request, nodeName)
    if (problem !== undefined) throw refusal(request, problem)
  },
})

/** What is wrong with the request, or undefined. */
type Problem = string | undefined

async function check(context: AdmissionContext, request: AdmissionRequest, nodeName: string): Promise<Problem> {
  const { resource, subresource } = request
  if (isResource(resource, pods)) return checkPods(context, request, nodeName)
  if (isResource(resource, nodes)) return checkNode(request, nodeName)
  if (isResource(resource, persistentvolumeclaims)) {
    return subresource === 'status' ? checkClaimStatus(request, nodeName) : 'may only update PVC status'
  }
  if (isResource(resource, serviceaccounts)) return checkToken(context, request, nodeName)
  if (isResource(resource, leases)) {
    if (request.namespace !== 'kube-node-lease') {
      return `can only access leases in the ${goQuote('kube-node-lease')} system namespace`
    }
    return nameOf(request) === nodeName
      ? undefined
      : 'can only access node lease with the same name as the requesting node'
  }
  if (isResource(resource, csinodes)) {
    return nameOf(request) === nodeName
      ? undefined
      : 'can only access CSINode with the same name as the requesting node'
  }
  if (isResource(resource, resourceslices)) return checkResourceSlice(request, nodeName)
  return checkCertificateRequest(request, nodeName)
}

function nameOf(request: AdmissionRequest): string {
  return request.operation === 'CREATE' ? (request.object?.metadata.name ?? request.name) : request.name
}

/** The pod a node acts on. @throws ApiError 404 */
async function existingPod({ reads }: AdmissionContext, namespace: string, name: string): Promise<Pod> {
  const pod = reads.get(pods, namespace, name) ?? (await reads.getFresh(pods, namespace, name))
  if (pod === undefined) throw notFound({ group: '', resource: 'pods' }, name)
  return pod
}

async function checkPods(context: AdmissionContext, request: AdmissionRequest, nodeName: string): Promise<Problem> {
  const { operation, subresource, namespace, name } = request
  const node = goQuote(nodeName)
  switch (subresource) {
    case '':
      if (operation === 'CREATE') return checkMirrorPod(context, objectOf<Pod>(request), nodeName)
      if (operation !== 'DELETE') {
        return `unexpected operation ${goQuote(operation)}, node ${node} can only create and delete mirror pods`
      }
      return (await existingPod(context, namespace, name)).spec.nodeName === nodeName
        ? undefined
        : `node ${node} can only delete pods with spec.nodeName set to itself`
    case 'status': {
      if (operation !== 'UPDATE') return `unexpected operation ${goQuote(operation)}`
      const [pod, old] = [objectOf<Pod>(request), oldObjectOf<Pod>(request)]
      if (old.spec.nodeName !== nodeName) {
        return `node ${node} can only update pod status for pods with spec.nodeName set to itself`
      }
      if (canonicalText(pod.metadata.labels ?? {}) !== canonicalText(old.metadata.labels ?? {})) {
        return `node ${node} cannot update labels through pod status`
      }
      const claims = ({ status }: Pod): string => canonicalText(status?.resourceClaimStatuses ?? [])
      return claims(pod) === claims(old) ? undefined : `node ${node} cannot update resource claim statues`
    }
    case 'eviction': {
      if (operation !== 'CREATE') return `unexpected operation ${operation}`
      const podName = name || request.object?.metadata.name
      if (!podName) return 'could not determine pod from request data'
      return (await existingPod(context, namespace, podName)).spec.nodeName === nodeName
        ? undefined
        : `node ${nodeName} can only evict pods with spec.nodeName set to itself`
    }
    default:
      return `unexpected pod subresource ${goQuote(subresource)}, only 'status' and 'eviction' are allowed`
  }
}

async function checkMirrorPod({ reads }: AdmissionContext, pod: Pod, nodeName: string): Promise<Problem> {
  const node = goQuote(nodeName)
  if (!isMirrorPod(pod)) {
    return `pod does not have ${goQuote(mirrorPodAnnotation)} annotation, node ${node} can only create mirror pods`
  }
  if (pod.spec.nodeName !== nodeName) return `node ${node} can only create pods with spec.nodeName set to itself`
  const [owner, ...others] = pod.metadata.ownerReferences ?? []
  if (others.length > 0) return `node ${node} can only create pods with a single owner reference set to itself`
  if (owner?.apiVersion !== 'v1' || owner.kind !== 'Node' || owner.name !== nodeName) {
    return `node ${node} can only create pods with an owner reference set to itself`
  }
  if (owner.controller !== true)
    return `node ${node} can only create pods with a controller owner reference set to itself`
  if (owner.blockOwnerDeletion === true) return `node ${node} must not set blockOwnerDeletion on an owner reference`
  const found = reads.get(nodes, undefined, nodeName) ?? (await reads.getFresh(nodes, undefined, nodeName))
  if (found === undefined) throw notFound({ group: '', resource: 'nodes' }, nodeName)
  if (owner.uid !== found.metadata.uid) {
    return `node ${nodeName} UID mismatch: expected ${owner.uid} got ${found.metadata.uid ?? ''}`
  }
  if (pod.spec.serviceAccountName) return `node ${node} can not create pods that reference a service account`
  if (podSecretNames(pod).size > 0) return `node ${node} can not create pods that reference secrets`
  if (podConfigMapNames(pod).size > 0) return `node ${node} can not create pods that reference configmaps`
  const volumes = pod.spec.volumes ?? []
  const sources = volumes.flatMap(({ projected }) => projected?.sources ?? [])
  if (sources.some(({ clusterTrustBundle }) => clusterTrustBundle !== undefined)) {
    return `node ${node} can not create pods that reference clustertrustbundles`
  }
  if (volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined)) {
    return `node ${node} can not create pods that reference persistentvolumeclaims`
  }
  return undefined
}

function checkClaimStatus(request: AdmissionRequest, nodeName: string): Problem {
  if (request.operation !== 'UPDATE') return `unexpected operation ${goQuote(request.operation)}`
  const untouched = ({ metadata, spec, status = {} }: PersistentVolumeClaim): string => {
    const { resourceVersion: _version, managedFields: _managed, ...restOfMetadata } = metadata
    const {
      capacity: _capacity,
      conditions: _conditions,
      allocatedResources: _allocated,
      allocatedResourceStatuses: _statuses,
      ...restOfStatus
    } = status
    return canonicalText({ metadata: restOfMetadata, spec, status: restOfStatus })
  }
  if (untouched(objectOf(request)) === untouched(oldObjectOf(request))) return undefined
  return `node ${goQuote(nodeName)} is not allowed to update fields other than status.quantity and status.conditions`
}

function checkNode(request: AdmissionRequest, nodeName: string): Problem {
  const node = goQuote(nodeName)
  const requested = nameOf(request)
  if (requested !== nodeName) return `node ${node} is not allowed to modify node ${goQuote(requested)}`
  if (request.operation === 'CREATE') {
    const { spec, metadata } = objectOf<Node>(request)
    if (spec?.configSource !== undefined)
      return `node ${node} is not allowed to create pods with a non-nil configSource`
    const labels = forbiddenLabels(metadata.labels ?? {}, {})
    return labels.length === 0
      ? undefined
      : `node ${node} is not allowed to set the following labels: ${labels.join(', ')}`
  }
  if (request.operation !== 'UPDATE') return undefined
  const [object, old] = [objectOf<Node>(request), oldObjectOf<Node>(request)]
  const differs = (a: unknown, b: unknown): boolean => canonicalText(a) !== canonicalText(b)
  const source = object.spec?.configSource
  if (source !== undefined && differs(source, old.spec?.configSource)) {
    return `node ${node} is not allowed to update configSource to a new non-nil configSource`
  }
  if (differs(object.spec?.taints ?? [], old.spec?.taints ?? [])) return `node ${node} is not allowed to modify taints`
  if (differs(object.metadata.ownerReferences ?? [], old.metadata.ownerReferences ?? [])) {
    return `node ${node} is not allowed to modify ownerReferences`
  }
  const labels = forbiddenLabels(object.metadata.labels ?? {}, old.metadata.labels ?? {})
  return labels.length === 0 ? undefined : `is not allowed to modify labels: ${labels.join(', ')}`
}

const kubeletLabels: readonly string[] = [
  'kubernetes.io/hostname',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'beta.kubernetes.io/instance-type',
  'node.kubernetes.io/instance-type',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
]

/** Labels that changed and that a kubelet must not set: those of Kubernetes which are not the kubelet's, and restricted ones. */
function forbiddenLabels(labels: Record<string, string>, old: Record<string, string>): string[] {
  const changed = Object.keys({ ...labels, ...old }).filter((key) => labels[key] !== old[key])
  return changed.filter(isForbiddenLabel).sort()
}

function isForbiddenLabel(key: string): boolean {
  const slash = key.indexOf('/')
  const domain = slash < 0 ? '' : key.slice(0, slash)
  const within = (parent: string): boolean => domain === parent || domain.endsWith(`.${parent}`)
  if (within('node-restriction.kubernetes.io')) return true
  if (!within('kubernetes.io') && !within('k8s.io')) return false
  return !kubeletLabels.includes(key) && !within('kubelet.kubernetes.io') && !within('node.kubernetes.io')
}

async function checkToken(context: AdmissionContext, request: AdmissionRequest, nodeName: string): Promise<Problem> {
  if (request.operation !== 'CREATE' || request.subresource !== 'token') return undefined
  const ref = objectOf<TokenRequest>(request).spec.boundObjectRef
  if (ref?.apiVersion !== 'v1' || ref.kind !== 'Pod' || !ref.name) return 'node requested token not bound to a pod'
  if (!ref.uid) return 'node requested token with a pod binding without a uid'
  const pod = await existingPod(context, request.namespace, ref.name)
  if (ref.uid !== pod.metadata.uid) {
    return `the UID in the bound object reference (${ref.uid}) does not match the UID in record. The object might have been deleted and then recreated`
  }
  return pod.spec.nodeName === nodeName
    ? undefined
    : 'node requested token bound to a pod scheduled on a different node'
}

function checkResourceSlice(request: AdmissionRequest, nodeName: string): Problem {
  if (request.operation !== 'CREATE' && request.operation !== 'DELETE') return undefined
  const created = request.operation === 'CREATE'
  const slice = created ? objectOf<ResourceSlice>(request) : oldObjectOf<ResourceSlice>(request)
  if (slice.spec.nodeName === nodeName) return undefined
  return `can only ${created ? 'create' : 'delete'} ResourceSlice with the same NodeName as the requesting node`
}

async function checkCertificateRequest(request: AdmissionRequest, nodeName: string): Promise<Problem> {
  if (request.operation !== 'CREATE' || request.subresource !== '') return undefined
  const { signerName, request: encoded } = objectOf<CertificateSigningRequest>(request).spec
  const ofNodes = ['kubernetes.io/kubelet-serving', 'kubernetes.io/kube-apiserver-client-kubelet']
  if (!ofNodes.includes(signerName)) return undefined
  const subject = await requestSubject(encoded)
  if ('problem' in subject) return `unable to parse csr: ${subject.problem}`
  const expected = `system:node:${nodeName}`
  return subject.commonName === expected ? undefined : `can only create a node CSR with CN=${expected}`
}
