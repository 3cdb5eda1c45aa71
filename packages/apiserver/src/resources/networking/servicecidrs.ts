/** ServiceCIDRs on the server: ranges that cluster IPs come from. */
import { servicecidrs } from '@elli/api/networking/v1beta1.resources'
import type { ServiceCIDR } from '@elli/api/networking/v1beta1'
import { at, invalid, required } from '@elli/machinery/field'
import { goQuote, verbatim } from '@elli/machinery/go-quote'
import { immutableMessage } from '@elli/machinery/names'
import { plainEqual } from '../equality.ts'
import { addressProblem } from './address-problem.ts'
import { formatCidr, formatIp, parseCidr, parseIp } from '@elli/machinery/ip'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, type FieldPath, list } from '../checks.ts'
import { goStrings } from '../go-structs.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'

const path = at('spec', 'cidrs')

export const servicecidrsStrategy: Strategy<ServiceCIDR> = {
  resource: servicecidrs,
  validate: (item) => collect((errors) => validate(errors, item)),
  validateUpdate: (item, old) =>
    collect((errors) => {
      validate(errors, item)
      if (!plainEqual(list(item.spec?.cidrs), list(old.spec?.cidrs))) {
        errors.push(invalid(path, goStrings('string', item.spec?.cidrs), immutableMessage))
      }
    }),
  status: {},
  table: table<ServiceCIDR>([column('CIDRs', 'Ranges of addresses.'), ageColumn], (item, now) => [
    list(item.spec?.cidrs).join(','),
    ageOf(item, now),
  ]),
}

function validate(errors: Errors, item: ServiceCIDR): void {
  const ranges = list(item.spec?.cidrs)
  if (ranges.length === 0) {
    errors.push(required(path, 'at least one CIDR required'))
    return
  }
  if (ranges.length > 2) {
    errors.push(invalid(path, goSpec(item.spec), 'may only hold up to 2 values'))
    return
  }
  if (ranges.length === 2 && !isDualStack(ranges)) {
    const detail = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64'
    errors.push(invalid(path, goSpec(item.spec), detail))
  }
  for (const [i, range] of ranges.entries()) validateRange(errors, path.index(i), range)
}

function goSpec(spec: ServiceCIDR['spec']): unknown {
  return verbatim(`networking.ServiceCIDRSpec{CIDRs:${goStrings('string', spec?.cidrs)}}`)
}

/** One range of each family; what is no range is of neither. */
function isDualStack(ranges: readonly string[]): boolean {
  const sizes = ranges.map((range) => parseCidr(range)?.base.length)
  return sizes.includes(4) && sizes.includes(16)
}

function validateRange(errors: Errors, where: FieldPath, range: string): void {
  const parsed = parseCidr(range)
  const address = parseIp(range.slice(0, Math.max(range.indexOf('/'), 0)))
  if (parsed === undefined || address === undefined) {
    errors.push(invalid(where, range, `netip.ParsePrefix(${goQuote(range)}): ${prefixProblem(range)}`))
    return
  }
  if (formatIp(address) !== formatIp(parsed.base)) {
    errors.push(invalid(where, range, "wrong CIDR format, IP doesn't match network IP address"))
  }
  if (`${formatIp(address)}/${parsed.prefixLength}` !== range && formatCidr(parsed) !== range) {
    errors.push(invalid(where, range, 'CIDR not in RFC 5952 canonical format'))
  }
}

function prefixProblem(range: string): string {
  const slash = range.lastIndexOf('/')
  if (slash < 0) return "no '/'"
  return addressProblem(range.slice(0, slash)) ?? `bad bits after slash: ${goQuote(range.slice(slash + 1))}`
}
