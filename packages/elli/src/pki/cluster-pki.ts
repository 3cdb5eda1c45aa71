/**
 * The cluster's own PKI under DIR/pki: made on the first start, read on every later one, renewed when a leaf is about to expire
 * or does not name an address that the server now has. In: the data directory and what the server is called. Out: PEM texts.
 * Names and subjects follow kubeadm, so that people and tools find what they know.
 */
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import type { Host } from '@elli/host/host'
import { hasCode } from '@elli/host/files'
import { CommandError } from '../cli/command-error.ts'
import { type CertificateRequest, type KeyPair, issueAuthority, issueCertificate, issueSigningKey } from './issue.ts'

export interface ClusterPki {
  ca: KeyPair
  frontProxyCa: KeyPair
  apiserver: KeyPair
  apiserverKubeletClient: KeyPair
  frontProxyClient: KeyPair
  serviceAccount: { privatePem: string; publicPem: string }
  admin: KeyPair
  controllerManager: KeyPair
  scheduler: KeyPair
  proxy: KeyPair
  dns: KeyPair
  /** Client and server certificate of the node agent on this machine. */
  kubelet: KeyPair
  kubeletServer: KeyPair
}

export interface PkiNames {
  directory: string
  nodeName: string
  /** Addresses and names under which the API server is reached. */
  serverHosts: readonly string[]
  nodeHosts: readonly string[]
}

/** Upstream runs DNS as a pod with a service account; ours is a process of the node with a certificate. */
export const dnsUser = 'system:elli-dns'

const renewBeforeMs = 30 * 24 * 3600 * 1000

export async function clusterPki(host: Host, names: PkiNames): Promise<ClusterPki> {
  await host.files.mkdir(names.directory, { mode: 0o700 })
  const keep = new PkiFolder(host, names.directory)
  const [ca, frontProxyCa] = await Promise.all([
    keep.authority('ca', 'kubernetes'),
    keep.authority('front-proxy-ca', 'front-proxy-ca'),
  ])
  const leaf = (file: string, request: CertificateRequest): Promise<KeyPair> => keep.leaf(file, ca, request)
  const client = (file: string, commonName: string, ...organizations: string[]): Promise<KeyPair> =>
    leaf(file, { commonName, organizations, usages: ['client'] })
  // All at once: keys are made on other threads, and a file is waited for longer than it takes to read.
  const [
    serviceAccount,
    apiserver,
    apiserverKubeletClient,
    frontProxyClient,
    admin,
    controllerManager,
    scheduler,
    proxy,
    dns,
    kubelet,
    kubeletServer,
  ] = await Promise.all([
    keep.signingKey('sa'),
    leaf('apiserver', { commonName: 'kube-apiserver', hosts: names.serverHosts, usages: ['server'] }),
    client('apiserver-kubelet-client', 'kube-apiserver-kubelet-client', 'system:masters'),
    keep.leaf('front-proxy-client', frontProxyCa, { commonName: 'front-proxy-client', usages: ['client'] }),
    client('admin', 'kubernetes-admin', 'system:masters'),
    client('controller-manager', 'system:kube-controller-manager'),
    client('scheduler', 'system:kube-scheduler'),
    client('proxy', 'system:kube-proxy'),
    client('dns', dnsUser),
    client(`kubelet-${names.nodeName}`, `system:node:${names.nodeName}`, 'system:nodes'),
    leaf(`kubelet-server-${names.nodeName}`, {
      commonName: `system:node:${names.nodeName}`,
      organizations: ['system:nodes'],
      hosts: [names.nodeName, ...names.nodeHosts],
      usages: ['server'],
    }),
  ])
  return {
    ca,
    frontProxyCa,
    serviceAccount,
    apiserver,
    apiserverKubeletClient,
    frontProxyClient,
    admin,
    controllerManager,
    scheduler,
    proxy,
    dns,
    kubelet,
    kubeletServer,
  }
}

function isReadable(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false // whatever the library says of it, it is not what was written
  }
}

/** A certificate and the key that belongs to it. */
function isPair({ certificatePem, keyPem }: KeyPair): boolean {
  let fits = false
  const readable = isReadable(() => {
    fits = new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(keyPem))
  })
  return readable && fits
}

class PkiFolder {
  readonly #host: Host
  readonly #directory: string

  constructor(host: Host, directory: string) {
    this.#host = host
    this.#directory = directory
  }

  async authority(file: string, commonName: string): Promise<KeyPair> {
    const existing = await this.#read(file)
    // A new authority would lock out everybody who trusts the old one: that is for people to decide.
    if (existing && !isPair(existing)) throw this.#damaged(file)
    if (existing) return existing
    return this.#write(file, await issueAuthority(commonName, this.#host.clock.now()))
  }

  async leaf(file: string, authority: KeyPair, request: CertificateRequest): Promise<KeyPair> {
    const existing = await this.#read(file)
    if (existing && isPair(existing) && this.#stillGood(existing, authority, request)) return existing
    return this.#write(file, await issueCertificate(authority, request, this.#host.clock.now()))
  }

  async signingKey(file: string): Promise<{ privatePem: string; publicPem: string }> {
    const privatePem = await this.#readText(`${file}.key`)
    const publicPem = await this.#readText(`${file}.pub`)
    if (privatePem && publicPem) {
      if (!isReadable(() => [createPrivateKey(privatePem), createPublicKey(publicPem)])) throw this.#damaged(file)
      return { privatePem, publicPem }
    }
    const made = await issueSigningKey()
    await this.#host.files.writeAtomic(`${this.#directory}/${file}.key`, made.privatePem, { mode: 0o600 })
    await this.#host.files.writeAtomic(`${this.#directory}/${file}.pub`, made.publicPem, { mode: 0o644 })
    return made
  }

  #damaged(file: string): CommandError {
    return new CommandError(
      `${this.#directory}/${file}.* are damaged; restore them from a backup, or remove the directory ${this.#directory} to start with new ones (kubeconfigs and tokens given out so far then end)`,
    )
  }

  #stillGood(pair: KeyPair, authority: KeyPair, request: CertificateRequest): boolean {
    const certificate = new X509Certificate(pair.certificatePem)
    const expires = Date.parse(certificate.validTo)
    if (expires - renewBeforeMs < this.#host.clock.now()) return false
    if (!certificate.checkIssued(new X509Certificate(authority.certificatePem))) return false
    return (request.hosts ?? []).every((host) =>
      /^[\d.]+$|:/.test(host) ? certificate.checkIP(host) !== undefined : certificate.checkHost(host) !== undefined,
    )
  }

  async #read(file: string): Promise<KeyPair | undefined> {
    const certificatePem = await this.#readText(`${file}.crt`)
    const keyPem = await this.#readText(`${file}.key`)
    return certificatePem && keyPem ? { certificatePem, keyPem } : undefined
  }

  async #readText(file: string): Promise<string | undefined> {
    try {
      return await this.#host.files.readText(`${this.#directory}/${file}`)
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined
      throw error
    }
  }

  /** The key goes first: a certificate without its key would be taken for a whole pair's half and made again. */
  async #write(file: string, pair: KeyPair): Promise<KeyPair> {
    await this.#host.files.writeAtomic(`${this.#directory}/${file}.key`, pair.keyPem, { mode: 0o600 })
    await this.#host.files.writeAtomic(`${this.#directory}/${file}.crt`, pair.certificatePem, { mode: 0o644 })
    return pair
  }
}
