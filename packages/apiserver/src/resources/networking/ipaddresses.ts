/** IPAddresses on the server: the name is the address, so an address is taken once. */
import { ipaddresses } from '@elli/api/networking/v1beta1.resources'
import { type IPAddress, ParentReference } from '@elli/api/networking/v1beta1'
import { at, invalid, required } from '@elli/machinery/field'
import { formatIp, parseIp } from '@elli/machinery/ip'
import { goQuote, verbatim } from '@elli/machinery/go-quote'
import { checkPathSegmentName, immutableMessage } from '@elli/machinery/names'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, dns1123Subdomain, type Errors, say, text } from '../checks.ts'
import { addressProblem } from './address-problem.ts'
import { semanticEqual } from '../equality.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'

const path = at('spec', 'parentRef')

export const ipaddressesStrategy: Strategy<IPAddress> = {
  resource: ipaddresses,
  validateName(name) {
    const problem = addressProblem(name)
    if (problem !== undefined) return [problem]
    const bytes = parseIp(name)
    return bytes !== undefined && formatIp(bytes) === name ? [] : ['must be a canonical format IP address']
  },
  validate: (item) => collect((errors) => validate(errors, item)),
  validateUpdate: (item, old) =>
    collect((errors) => {
      validate(errors, item)
      const { parentRef } = item.spec ?? {}
      if (!semanticEqual(ParentReference, parentRef, old.spec?.parentRef)) {
        errors.push(invalid(path, parentRef === undefined ? undefined : goParent(parentRef), immutableMessage))
      }
    }),
  table: table<IPAddress>([column('ParentRef', 'Object that the address belongs to.'), ageColumn], (item, now) => [
    parentText(item.spec?.parentRef),
    ageOf(item, now),
  ]),
}

function goParent(parent: ParentReference): unknown {
  const { group = '', resource, namespace = '', name } = parent
  const fields = Object.entries({ Group: group, Resource: text(resource), Namespace: namespace, Name: text(name) })
  const shown = fields.map(([field, value]) => `${field}:${goQuote(value)}`).join(', ')
  return verbatim(`networking.ParentReference{${shown}}`)
}

function parentText(parent: ParentReference | undefined): string {
  if (parent === undefined) return '<none>'
  const { group, resource, namespace, name } = parent
  const kind = (group ? `${resource}.${group}` : resource).toLowerCase()
  return namespace ? `${kind}/${namespace}/${name}` : `${kind}/${name}`
}

function validate(errors: Errors, item: IPAddress): void {
  const parent = item.spec?.parentRef
  if (parent === undefined) {
    errors.push(required(path, ''))
    return
  }
  if (parent.group) dns1123Subdomain(errors, path.child('group'), parent.group)
  for (const field of ['resource', 'name'] as const) {
    const value = parent[field]
    if (!value) errors.push(required(path.child(field), ''))
    else say(errors, path.child(field), value, checkPathSegmentName(value))
  }
  if (parent.namespace) say(errors, path.child('namespace'), parent.namespace, checkPathSegmentName(parent.namespace))
}
