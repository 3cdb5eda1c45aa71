/**
 * CertificateSigningRequests: the request, usages, conditions, the certificate, and who may change which of them.
 * In: the new object and the stored one, and which subresource is written. Out: field errors.
 * Elsewhere: who may approve (admission), whether the signature of the request holds (the signer).
 */
import { goBytes } from '../go-structs.ts'
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from '@elli/api/certificates/v1'
import { at, duplicate, forbidden, invalid, required } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import { type Errors, list, oneOf } from '../checks.ts'
import { plainEqual } from '../equality.ts'
import { signerNameErrors } from '../signer-name.validation.ts'
import { isDerSequence, pemBlocks } from './pem.ts'

export type Through = 'spec' | 'status' | 'approval'

const usages = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
]

const spec = at('spec')
const conditionsPath = at('status', 'conditions')
const decided = ['Approved', 'Denied']

export function validateRequest(
  errors: Errors,
  csr: CertificateSigningRequest,
  old: CertificateSigningRequest | undefined,
): void {
  const problem = requestProblem(csr.spec.request ?? '')
  if (problem !== undefined) errors.push(invalid(spec.child('request'), goBytes(csr.spec.request), problem))
  validateUsages(errors, list(csr.spec.usages), list(old?.spec.usages))
  const signer = csr.spec.signerName ?? ''
  if (signer === 'kubernetes.io/legacy-unknown' && old?.spec.signerName !== signer) {
    const detail = 'the legacy signerName is not allowed via this API version'
    errors.push(invalid(spec.child('signerName'), signer, detail))
  } else signerNameErrors(errors, spec.child('signerName'), signer)
  const seconds = csr.spec.expirationSeconds
  if (seconds !== undefined && seconds < 600) {
    const detail = 'may not specify a duration less than 600 seconds (10 minutes)'
    errors.push(invalid(spec.child('expirationSeconds'), seconds, detail))
  }
  validateConditions(errors, list(csr.status?.conditions), list(old?.status?.conditions))
  const certificate = csr.status?.certificate ?? ''
  if (old !== undefined && certificate === (old.status?.certificate ?? '')) return
  const wrong = certificateProblem(certificate)
  if (wrong !== undefined) errors.push(invalid(at('status', 'certificate'), '<certificate data>', wrong))
}

function requestProblem(request: string): string | undefined {
  const [first] = pemBlocks(Buffer.from(request, 'base64').toString('latin1'))
  if (first?.type !== 'CERTIFICATE REQUEST') return 'PEM block type must be CERTIFICATE REQUEST'
  return isDerSequence(first.bytes) ? undefined : "asn1: structure error: tags don't match"
}

function certificateProblem(certificate: string): string | undefined {
  if (certificate === '') return undefined
  const blocks = pemBlocks(Buffer.from(certificate, 'base64').toString('latin1'))
  for (const block of blocks) {
    if (block.type !== 'CERTIFICATE') {
      return `only CERTIFICATE PEM blocks are allowed, found ${goQuote(block.type)}`
    }
    if (block.hasHeaders) return 'no PEM block headers are permitted'
    if (!isDerSequence(block.bytes)) return 'x509: malformed certificate'
  }
  return blocks.length === 0 ? 'must contain at least one CERTIFICATE PEM block' : undefined
}

function validateUsages(errors: Errors, now: readonly string[], old: readonly string[]): void {
  const path = spec.child('usages')
  if (now.length === 0) errors.push(required(path, ''))
  if (!old.some((usage) => !usages.includes(usage))) {
    for (const [i, usage] of now.entries()) oneOf(errors, path.index(i), usage, usages)
  }
  if (new Set(old).size !== old.length) return
  for (const [i, usage] of now.entries()) {
    if (now.indexOf(usage) < i) errors.push(duplicate(path.index(i), usage))
  }
}

type Conditions = readonly CertificateSigningRequestCondition[]

/** What the stored object has already is let pass; it came from an older version. */
function validateConditions(errors: Errors, now: Conditions, old: Conditions): void {
  const oldTypes = old.map((condition) => condition.type)
  const allowBoth = oldTypes.includes('Approved') && oldTypes.includes('Denied')
  const allowDuplicates = new Set(oldTypes).size !== oldTypes.length
  const seen = new Set<string>()
  for (const [i, { type = '', status = '' }] of now.entries()) {
    const path = conditionsPath.index(i)
    if (type === '' && !oldTypes.includes('')) errors.push(required(path.child('type'), ''))
    const allowed = [...decided, 'Failed'].includes(type) ? ['True'] : ['False', 'True', 'Unknown']
    if (status === '') errors.push(required(path.child('status'), ''))
    else oneOf(errors, path.child('status'), status, allowed)
    const opposite = type === 'Approved' ? 'Denied' : type === 'Denied' ? 'Approved' : undefined
    if (!allowBoth && opposite !== undefined && seen.has(opposite)) {
      errors.push(invalid(path.child('type'), type, 'Approved and Denied conditions are mutually exclusive'))
    }
    if (!allowDuplicates && seen.has(type)) errors.push(duplicate(path.child('type'), type))
    seen.add(type)
  }
}

export function validateRequestUpdate(
  errors: Errors,
  csr: CertificateSigningRequest,
  old: CertificateSigningRequest,
  through: Through,
): void {
  validateRequest(errors, csr, old)
  const of = (object: CertificateSigningRequest, type: string): Conditions =>
    list(object.status?.conditions).filter((condition) => condition.type === type)
  for (const type of [...decided, 'Failed']) {
    if (of(csr, type).length < of(old, type).length) {
      errors.push(forbidden(conditionsPath, `updates may not remove a condition of type ${goQuote(type)}`))
    }
  }
  if (through !== 'approval') {
    for (const type of decided) {
      const [now, before] = [of(csr, type), of(old, type)]
      if (now.length > before.length) {
        errors.push(forbidden(conditionsPath, `updates may not add a condition of type ${goQuote(type)}`))
      } else if (now.length === before.length && !plainEqual(now, before)) {
        errors.push(forbidden(conditionsPath, `updates may not modify a condition of type ${goQuote(type)}\n`))
      }
    }
  }
  const [certificate, stored] = [csr.status?.certificate ?? '', old.status?.certificate ?? '']
  if (certificate === stored) return
  const path = at('status', 'certificate')
  if (through !== 'status') errors.push(forbidden(path, 'updates may not set certificate content'))
  else if (stored !== '') errors.push(forbidden(path, 'updates may not modify existing certificate content'))
}
