import type { CertificateSigningRequest } from '@elli/api/certificates/v1'
import { certificatesigningrequests } from '@elli/api/certificates/v1.resources'
import { expect, test } from 'vitest'
import { refusalOf, request, stage } from './admission.fixtures.ts'
import { requestSubject } from './certificate-request.ts'
import { mastersRequest, nodeRequest } from './certificate-requests.fixtures.ts'
import { certificateSubjectRestriction } from './certificate-signers.ts'
import { nodeRestriction } from './node-restriction.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const csr = (pem: string, signerName: string): CertificateSigningRequest => ({
  metadata: { name: 'c' },
  spec: { request: base64(pem), signerName, usages: [] },
})
const forbidden = 'certificatesigningrequests.certificates.k8s.io "c" is forbidden: '

test('the subject of a request is read', async () => {
  expect(await requestSubject(base64(nodeRequest))).toEqual({
    commonName: 'system:node:n1',
    organizations: ['system:nodes'],
  })
  expect(await requestSubject(base64('nonsense'))).toEqual({ problem: 'PEM block type must be CERTIFICATE REQUEST' })
})

test('nobody gets system:masters from the client signer', async () => {
  const ask = (pem: string, signer: string) =>
    refusalOf(
      [certificateSubjectRestriction, stage()],
      request(certificatesigningrequests, { object: csr(pem, signer) }),
    )
  expect(await ask(mastersRequest, 'kubernetes.io/kube-apiserver-client')).toBe(
    `${forbidden}use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed`,
  )
  expect(await ask(mastersRequest, 'example.com/other')).toBeUndefined()
  expect(await ask(nodeRequest, 'kubernetes.io/kube-apiserver-client')).toBeUndefined()
})

test('a kubelet asks for certificates in its own name only', async () => {
  const ask = (node: string) =>
    refusalOf([nodeRestriction, stage()], {
      ...request(certificatesigningrequests, { object: csr(nodeRequest, 'kubernetes.io/kubelet-serving') }),
      user: { name: `system:node:${node}`, groups: ['system:nodes'] },
    })
  expect(await ask('n1')).toBeUndefined()
  expect(await ask('n2')).toBe(`${forbidden}can only create a node CSR with CN=system:node:n2`)
})
