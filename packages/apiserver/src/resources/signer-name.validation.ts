/**
 * Names of certificate signers, `example.com/signer`. In: a name. Out: field errors.
 * Elsewhere: requests for certificates (certificates/certificatesigningrequests.ts).
 */
import { type FieldPath, invalid, required, tooLong } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import { checkDns1123Label, checkDns1123Subdomain } from '@elli/machinery/names'
import type { Errors } from './checks.ts'

const maxDomainLength = 253
/** A DNS label, a dot and a DNS subdomain fit into the part behind the slash. */
const maxNameLength = maxDomainLength + (253 + 63 + 1) + 1

export function signerNameErrors(errors: Errors, path: FieldPath, name: string): void {
  if (name === '') {
    errors.push(required(path, ''))
    return
  }
  const [domain = '', last = '', ...more] = name.split('/')
  if (!name.includes('/') || more.length > 0) {
    const detail = "must be a fully qualified domain and path of the form 'example.com/signer-name'"
    errors.push(invalid(path, name, detail))
    return
  }
  if (domain.length > maxDomainLength) errors.push(tooLong(path, domain, maxDomainLength))
  segments(errors, path, domain, checkDns1123Label)
  if (!domain.includes('.')) {
    errors.push(invalid(path, domain, 'should be a domain with at least two segments separated by dots'))
  }
  segments(errors, path, last, checkDns1123Subdomain)
  if (name.length > maxNameLength) errors.push(tooLong(path, name, maxNameLength))
}

/** Only the first bad segment is told: the others would read the same. */
function segments(errors: Errors, path: FieldPath, text: string, check: (text: string) => string[]): void {
  for (const segment of text.split('.')) {
    const messages = check(segment)
    for (const message of messages) {
      errors.push(invalid(path, text, `validating label ${goQuote(segment)}: ${message}`))
    }
    if (messages.length > 0) return
  }
}
