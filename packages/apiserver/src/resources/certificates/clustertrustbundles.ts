/** ClusterTrustBundles on the server. */
import { clustertrustbundles } from '@elli/api/certificates/v1alpha1.resources'
import type { ClusterTrustBundle } from '@elli/api/certificates/v1alpha1'
import { at, invalid, tooLong } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { checkDns1123Subdomain, collect, type Errors, immutable, text } from '../checks.ts'
import { column, orNone, table } from '../printing.ts'
import { signerNameErrors } from '../signer-name.validation.ts'
import { isDerSequence, pemBlocks } from './pem.ts'

const bundlePath = at('spec', 'trustBundle')
const signerPath = at('spec', 'signerName')
const maxBundleBytes = 1024 * 1024

export const clustertrustbundlesStrategy: Strategy<ClusterTrustBundle> = {
  resource: clustertrustbundles,
  // Which names are allowed depends on the signer, so the whole object is looked at in `validate`.
  validateName: () => [],
  validate: (bundle) => collect((errors) => validate(errors, bundle, undefined)),
  validateUpdate: (bundle, old) =>
    collect((errors) => {
      validate(errors, bundle, old)
      immutable(errors, signerPath, bundle.spec.signerName ?? '', old.spec.signerName ?? '')
    }),
  fieldSelectors: { 'spec.signerName': (bundle) => bundle.spec.signerName ?? '' },
  table: table<ClusterTrustBundle>([column('SignerName', 'Signer whose roots these are.')], (bundle) => [
    orNone(bundle.spec.signerName),
  ]),
}

function nameProblems(name: string, signer: string): string[] {
  if (signer === '') {
    if (name.includes(':')) return ['ClusterTrustBundle without signer name must not have ":" in its name']
    return checkDns1123Subdomain(name)
  }
  const prefix = `${signer.replaceAll('/', ':')}:`
  if (!name.startsWith(prefix)) {
    return [`ClusterTrustBundle for signerName ${signer} must be named with prefix ${prefix}`]
  }
  return checkDns1123Subdomain(name.slice(prefix.length))
}

function validate(errors: Errors, bundle: ClusterTrustBundle, old: ClusterTrustBundle | undefined): void {
  const { signerName = '' } = bundle.spec
  const trustBundle = text(bundle.spec.trustBundle)
  const name = bundle.metadata.name ?? ''
  for (const message of nameProblems(name, signerName)) errors.push(invalid(at('metadata', 'name'), name, message))
  if (signerName !== '') signerNameErrors(errors, signerPath, signerName)
  if (old?.spec.trustBundle === trustBundle) return
  if (trustBundle.length > maxBundleBytes) {
    errors.push(tooLong(bundlePath, `<value omitted, len ${trustBundle.length}>`, maxBundleBytes))
    return
  }
  const seen = new Map<string, number[]>()
  const refuse = (detail: string): void => {
    errors.push(invalid(bundlePath, '<value omitted>', detail))
  }
  const before = errors.length
  for (const [i, block] of pemBlocks(trustBundle).entries()) {
    if (block.type !== 'CERTIFICATE') refuse(`entry ${i} has bad block type: ${block.type}`)
    else if (block.hasHeaders) refuse(`entry ${i} has PEM block headers`)
    else if (!isDerSequence(block.bytes)) refuse(`entry ${i} does not parse as X.509`)
    else {
      const key = Buffer.from(block.bytes).toString('base64')
      seen.set(key, [...(seen.get(key) ?? []), i])
    }
  }
  if (errors.length > before) return
  if (seen.size === 0) refuse('at least one trust anchor must be provided')
  for (const indices of seen.values()) {
    if (indices.length > 1) refuse(`duplicate trust anchor (indices [${indices.join(' ')}])`)
  }
}
