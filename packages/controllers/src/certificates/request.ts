/**
 * What a certificate signing request asks for, and whether a signer of the control plane may grant it. Pure.
 * In: the request's names, taken out of its encoding, and the usages asked for. Out: undefined for a good request, or what is wrong with it.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#kubernetes-signers
 */
import type { CertificateSigningRequest } from '@elli/api/certificates/v1'

export interface RequestNames {
  readonly commonName: string
  readonly organizations: readonly string[]
  readonly dnsNames: readonly string[]
  readonly ipAddresses: readonly string[]
  readonly emailAddresses: readonly string[]
  readonly uris: readonly string[]
}

export const apiServerClient = 'kubernetes.io/kube-apiserver-client'
export const kubeletClient = 'kubernetes.io/kube-apiserver-client-kubelet'
export const kubeletServing = 'kubernetes.io/kubelet-serving'
export const legacyUnknown = 'kubernetes.io/legacy-unknown'

/** Why the signer must not sign, or undefined when it may. */
export function requestProblem(signer: string, names: RequestNames, usages: readonly string[]): string | undefined {
  switch (signer) {
    case kubeletServing:
      return servingProblem(names, usages)
    case kubeletClient:
      return clientProblem(names, usages)
    case apiServerClient:
      return apiServerClientProblem(usages)
    default:
      return undefined // legacy-unknown restricts nothing
  }
}

function servingProblem(names: RequestNames, usages: readonly string[]): string | undefined {
  if (!isOfNodes(names)) return 'subject organization is not system:nodes'
  if (names.dnsNames.length + names.ipAddresses.length === 0) return 'DNS or IP subjectAltName is required'
  if (names.emailAddresses.length > 0) return 'Email subjectAltNames are not allowed'
  if (names.uris.length > 0) return 'URI subjectAltNames are not allowed'
  return usageProblem(usages, 'server auth') ?? nameProblem(names)
}

function clientProblem(names: RequestNames, usages: readonly string[]): string | undefined {
  if (!isOfNodes(names)) return 'subject organization is not system:nodes'
  if (names.dnsNames.length > 0) return 'DNS subjectAltNames are not allowed'
  if (names.emailAddresses.length > 0) return 'Email subjectAltNames are not allowed'
  if (names.ipAddresses.length > 0) return 'IP subjectAltNames are not allowed'
  if (names.uris.length > 0) return 'URI subjectAltNames are not allowed'
  return nameProblem(names) ?? usageProblem(usages, 'client auth')
}

function apiServerClientProblem(usages: readonly string[]): string | undefined {
  const optional = ['digital signature', 'key encipherment']
  const other = usages.find((usage) => usage !== 'client auth' && !optional.includes(usage))
  if (other !== undefined) return `invalid usage for client certificate: ${other}`
  if (!usages.includes('client auth')) return 'missing required usage for client certificate: client auth'
  return undefined
}

function isOfNodes({ organizations }: RequestNames): boolean {
  return organizations.length === 1 && organizations[0] === 'system:nodes'
}

function nameProblem({ commonName }: RequestNames): string | undefined {
  return commonName.startsWith('system:node:') ? undefined : 'subject common name does not begin with system:node:'
}

/** Key encipherment is for RSA keys only, and may be left out. */
function usageProblem(usages: readonly string[], purpose: 'server auth' | 'client auth'): string | undefined {
  const required = [purpose, 'digital signature', 'key encipherment'].sort()
  const given = new Set(usages)
  const fits =
    given.has(purpose) && given.has('digital signature') && given.size === (given.has('key encipherment') ? 3 : 2)
  return fits ? undefined : `usages did not match [${required.join(' ')}]`
}

/** Which right, as a subresource, lets a kubelet's request be approved by itself: its own name first, then any node's. */
export function approvalRights(
  request: CertificateSigningRequest,
  names: RequestNames,
): { subresource: string; message: string }[] {
  const { signerName, usages = [], username } = request.spec
  if (signerName !== kubeletClient || clientProblem(names, usages) !== undefined) return []
  const rights = [
    { subresource: 'nodeclient', message: 'Auto approving kubelet client certificate after SubjectAccessReview.' },
  ]
  if (username === names.commonName)
    rights.unshift({
      subresource: 'selfnodeclient',
      message: 'Auto approving self kubelet client certificate after SubjectAccessReview.',
    })
  return rights
}

export function hasCondition(request: CertificateSigningRequest, type: string): boolean {
  return (request.status?.conditions ?? []).some((condition) => condition.type === type)
}

export function isIssued(request: CertificateSigningRequest): boolean {
  return (request.status?.certificate ?? '') !== ''
}

const yearMs = 365 * 24 * 3600 * 1000
const minimumMs = 10 * 60_000

/** How long a certificate is valid: as asked for, within ten minutes and one year. */
export function lifetimeMs(expirationSeconds: number | undefined): number {
  if (expirationSeconds === undefined) return yearMs
  return Math.min(Math.max(expirationSeconds * 1000, minimumMs), yearMs)
}
