/** The certificate that an API server shows: the one given, or a self-signed one that is kept in --cert-dir. */
import type { Host } from '@elli/host/host'
import { hasCode } from '@elli/host/files'
import { UsageError } from '../cli/flags.ts'
import type { ApiServerMaterial } from '../cluster/api-server.ts'
import { addressIn } from '../cluster/settings.ts'
import { issueAuthority, issueCertificate, type KeyPair } from '../pki/issue.ts'
import type { Flags } from './configuration.ts'

export async function servingCertificate(
  host: Host,
  flags: Flags,
  { address, serviceCidr }: Pick<ApiServerMaterial, 'address' | 'serviceCidr'>,
): Promise<KeyPair> {
  const [cert, key] = [flags['tls-cert-file'], flags['tls-private-key-file']]
  if ((cert === undefined) !== (key === undefined))
    throw new UsageError('must specify both cert and private key: --tls-cert-file, --tls-private-key-file')
  if (cert !== undefined && key !== undefined)
    return { certificatePem: await host.files.readText(cert), keyPem: await host.files.readText(key) }
  const folder = flags['cert-dir']
  const [certPath, keyPath] = [`${folder}/apiserver.crt`, `${folder}/apiserver.key`]
  try {
    return { certificatePem: await host.files.readText(certPath), keyPem: await host.files.readText(keyPath) }
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
  }
  const ca = await issueAuthority(`${address.host}-ca`, host.clock.now())
  const made = await issueCertificate(
    ca,
    {
      commonName: address.host,
      hosts: [
        address.host,
        '127.0.0.1',
        'localhost',
        addressIn(serviceCidr, 1),
        'kubernetes',
        'kubernetes.default',
        'kubernetes.default.svc',
      ],
      usages: ['server'],
    },
    host.clock.now(),
  )
  // The chain goes with it, so that clients can be told to trust the file.
  const pair = { certificatePem: made.certificatePem + ca.certificatePem, keyPem: made.keyPem }
  await host.files.mkdir(folder, { mode: 0o700 })
  await host.files.writeAtomic(keyPath, pair.keyPem, { mode: 0o600 })
  await host.files.writeAtomic(certPath, pair.certificatePem, { mode: 0o644 })
  return pair
}
