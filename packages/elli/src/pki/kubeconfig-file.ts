/** Writes a kubeconfig with everything inline: cluster `elli`, one user, one context. */
import type { KeyPair } from './issue.ts'

export interface KubeconfigParts {
  server: string
  caPem: string
  user: string
  client: KeyPair
}

export function kubeconfigText({ server, caPem, user, client }: KubeconfigParts): string {
  const base64 = (text: string): string => Buffer.from(text).toString('base64')
  return `apiVersion: v1
kind: Config
clusters:
- name: elli
  cluster:
    server: ${server}
    certificate-authority-data: ${base64(caPem)}
contexts:
- name: ${user}@elli
  context:
    cluster: elli
    user: ${user}
current-context: ${user}@elli
users:
- name: ${user}
  user:
    client-certificate-data: ${base64(client.certificatePem)}
    client-key-data: ${base64(client.keyPem)}
`
}
