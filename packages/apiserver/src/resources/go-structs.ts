/**
 * Go's text of the few structs that people meet in messages.
 * In: the object. Out: a value for field errors that reads as upstream's. Elsewhere: other objects, which read as JSON.
 */
import type { ServicePort, Taint } from '@elli/api/core/v1'
import type { LabelSelector } from '@elli/api/meta/v1'
import { parseQuantity } from '@elli/api/quantity'
import type { RoleRef } from '@elli/api/rbac/v1'
import { goQuote as quote, goSyntax, type Verbatim, verbatim } from '@elli/machinery/go-quote'
import { list } from './checks.ts'

export function goTaint({ key, value, effect, timeAdded }: Taint): Verbatim {
  const added = timeAdded === undefined ? '<nil>' : timeAdded
  return verbatim(
    `core.Taint{Key:${quote(key)}, Value:${quote(value ?? '')}, Effect:${quote(effect)}, TimeAdded:${added}}`,
  )
}

/** Upstream compares, and so shows, protocol and number only. */
export function goServicePort({ protocol, port }: ServicePort): Verbatim {
  const target = 'intstr.IntOrString{Type:0, IntVal:0, StrVal:""}'
  return verbatim(
    `core.ServicePort{Name:"", Protocol:${quote(protocol ?? '')}, AppProtocol:(*string)(nil), Port:${port}, TargetPort:${target}, NodePort:0}`,
  )
}

export function goRoleRef({ apiGroup, kind, name }: RoleRef): Verbatim {
  return verbatim(`rbac.RoleRef{APIGroup:${quote(apiGroup)}, Kind:${quote(kind)}, Name:${quote(name)}}`)
}

export function goLabelSelector(selector: LabelSelector): Verbatim {
  const { matchLabels, matchExpressions } = selector
  const labels = matchLabels === undefined ? 'map[string]string(nil)' : goSyntax(matchLabels)
  const requirements = list(matchExpressions).map(({ key, operator, values }) => {
    const shown = values === undefined ? '[]string(nil)' : `[]string{${values.map(quote).join(', ')}}`
    return `v1.LabelSelectorRequirement{Key:${quote(key)}, Operator:${quote(operator)}, Values:${shown}}`
  })
  const expressions = matchExpressions === undefined ? '(nil)' : `{${requirements.join(', ')}}`
  return verbatim(
    `v1.LabelSelector{MatchLabels:${labels}, MatchExpressions:[]v1.LabelSelectorRequirement${expressions}}`,
  )
}

/** A list of a named string type, such as `[]core.ResourceQuotaScope{"BestEffort"}`. */
export function goStrings(type: string, values: readonly string[] | undefined): Verbatim {
  return verbatim(values === undefined ? `[]${type}(nil)` : `[]${type}{${values.map(quote).join(', ')}}`)
}

export function goIntegers(type: string, values: readonly number[] | undefined): Verbatim {
  return verbatim(values === undefined ? `[]${type}(nil)` : `[]${type}{${values.join(', ')}}`)
}

/** Labels as they were given: a map that is absent reads otherwise than an empty one. */
export function goLabels(map: Readonly<Record<string, string>> | undefined): Verbatim {
  return verbatim(map === undefined ? 'map[string]string(nil)' : goSyntax(map))
}

/** Bytes given in base64. */
export function goBytes(base64: string | undefined): Verbatim {
  if (base64 === undefined) return verbatim('[]byte(nil)')
  const bytes = [...Buffer.from(base64, 'base64')].map((byte) => `0x${byte.toString(16)}`)
  return verbatim(`[]byte{${bytes.join(', ')}}`)
}

/** @param text what the quantity was read from, where that is still known to upstream: lists of resources are rounded first */
export function goQuantity(value: string, text = ''): Verbatim {
  let { mantissa, exponent } = parseQuantity(value)
  // Thousandths of more than one were most likely written with a point, less than one with the suffix.
  const written = mantissa > 1000n
  while (written && exponent < 0 && mantissa % 10n === 0n) {
    mantissa /= 10n
    exponent++
  }
  const { format } = parseQuantity(value)
  const amount = `i:resource.int64Amount{value:${mantissa}, scale:${exponent}}`
  return verbatim(
    `resource.Quantity{${amount}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:${quote(text)}, Format:${quote(format)}}`,
  )
}

/** Amounts by name, in the order of the names. */
export function goResourceList(amounts: Readonly<Record<string, string>> | undefined): Verbatim {
  if (amounts === undefined) return verbatim('core.ResourceList(nil)')
  const entries = Object.entries(amounts).sort(([a], [b]) => (a < b ? -1 : 1))
  const items = entries.map(([name, amount]) => `${quote(name)}:${goQuantity(amount).text}`)
  return verbatim(`core.ResourceList{${items.join(', ')}}`)
}
