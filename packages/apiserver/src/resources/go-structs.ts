/**
 * Go's text of the few structs that people meet in messages.
 * In: the object. Out: a value for field errors that reads as upstream's. Elsewhere: other objects, which read as JSON.
 */
import type { ServicePort, Taint } from '@elli/api/core/v1'
import type { LabelSelector } from '@elli/api/meta/v1'
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
