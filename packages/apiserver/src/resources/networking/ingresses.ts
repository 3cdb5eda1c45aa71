/** Ingresses on the server. */
import { ingresses } from '@elli/api/networking/v1.resources'
import {
  type HTTPIngressPath,
  type Ingress,
  type IngressBackend,
  type IngressRule,
  IngressSpec,
} from '@elli/api/networking/v1'
import { at, invalid, required } from '@elli/machinery/field'
import { verbatim } from '@elli/machinery/go-quote'
import { parseIp } from '@elli/machinery/ip'
import { checkPortName, checkPortNumber, checkWildcardDns1123Subdomain } from '@elli/machinery/names'
import type { Strategy } from '../../registry/strategy.ts'
import {
  checkDns1035Label,
  checkDns1123Subdomain,
  collect,
  type Errors,
  type FieldPath,
  ip,
  list,
  oneOf,
  say,
} from '../checks.ts'
import { loadBalancerHostname } from '../core/services.validation.ts'
import { loadBalancerText } from '../core/services.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'
import { validateTypedReference } from './typed-reference.validation.ts'

const spec = at('spec')
const classAnnotation = 'kubernetes.io/ingress.class'

interface IngressOptions {
  allowInvalidSecretName: boolean
  allowInvalidWildcardHostRule: boolean
}

const strict: IngressOptions = { allowInvalidSecretName: false, allowInvalidWildcardHostRule: false }

export const ingressesStrategy: Strategy<Ingress> = {
  resource: ingresses,
  prepareForCreate(ingress) {
    ingress.status = {}
    firstGeneration(ingress)
  },
  validate: (ingress) =>
    collect((errors) => {
      validateSpec(errors, ingress, strict)
      const annotation = ingress.metadata.annotations?.[classAnnotation]
      const name = ingress.spec?.ingressClassName
      if (annotation !== undefined && name !== undefined && annotation !== name) {
        const path = at('annotations').child(classAnnotation)
        errors.push(invalid(path, annotation, 'must match `ingressClassName` when both are specified'))
      }
    }),
  prepareForUpdate(ingress, old) {
    if (!semanticEqual(IngressSpec, ingress.spec, old.spec)) nextGeneration(ingress, old)
  },
  validateUpdate: (ingress, old) =>
    collect((errors) =>
      validateSpec(errors, ingress, {
        allowInvalidSecretName: list(old.spec?.tls).some((item) => secretProblems(item.secretName).length > 0),
        allowInvalidWildcardHostRule: list(old.spec?.rules).some(
          (rule) => rule.host?.includes('*') && collect((errors) => validateRuleValue(errors, spec, rule)).length > 0,
        ),
      }),
    ),
  warnings: (ingress, old) =>
    old === undefined &&
    ingress.metadata.annotations?.[classAnnotation] !== undefined &&
    ingress.spec?.ingressClassName === undefined
      ? [`annotation "${classAnnotation}" is deprecated, please use 'spec.ingressClassName' instead`]
      : [],
  status: {
    validateUpdate: (ingress) =>
      collect((errors) => {
        for (const [i, item] of list(ingress.status?.loadBalancer?.ingress).entries()) {
          const path = at('status', 'loadBalancer', 'ingress').index(i)
          if (item.ip) ip(errors, path.child('ip'), item.ip)
          loadBalancerHostname(errors, path.child('hostname'), item.hostname)
        }
      }),
  },
  table: table<Ingress>(
    [
      column('Class', 'Class of controllers that the ingress is for.'),
      column('Hosts', 'Hosts that the rules are for.'),
      column('Address', 'Where the load balancer answers.'),
      column('Ports', 'Ports it answers on.'),
      ageColumn,
    ],
    (ingress, now) => [
      ingress.spec?.ingressClassName ?? '<none>',
      hostsText(list(ingress.spec?.rules)),
      loadBalancerText(ingress.status?.loadBalancer?.ingress),
      list(ingress.spec?.tls).length > 0 ? '80, 443' : '80',
      ageOf(ingress, now),
    ],
  ),
}

function hostsText(rules: readonly IngressRule[]): string {
  const hosts: string[] = []
  let more = false
  for (const { host } of rules) {
    if (hosts.length === 3) more = true
    if (!more && host) hosts.push(host)
  }
  if (hosts.length === 0) return '*'
  return more ? `${hosts.join(',')} + ${rules.length - 3} more...` : hosts.join(',')
}

function secretProblems(name: string | undefined): string[] {
  return name ? checkDns1123Subdomain(name) : []
}

function validateSpec(errors: Errors, ingress: Ingress, options: IngressOptions): void {
  const { defaultBackend, ingressClassName } = ingress.spec ?? {}
  const rules = list(ingress.spec?.rules)
  if (rules.length === 0 && defaultBackend === undefined) {
    errors.push(
      invalid(
        spec,
        verbatim(`[]networking.IngressRule${ingress.spec?.rules === undefined ? '(nil)' : '{}'}`),
        'either `defaultBackend` or `rules` must be specified',
      ),
    )
  }
  if (defaultBackend !== undefined) validateBackend(errors, spec.child('defaultBackend'), defaultBackend)
  for (const [i, rule] of rules.entries()) validateRule(errors, spec.child('rules').index(i), rule, options)
  for (const [i, item] of list(ingress.spec?.tls).entries()) {
    const path = spec.child('tls').index(i)
    for (const [h, host] of list(item.hosts).entries()) {
      say(errors, path.child('hosts').index(h), host, hostProblems(host))
    }
    if (!options.allowInvalidSecretName) {
      say(errors, path.child('secretName'), item.secretName, secretProblems(item.secretName))
    }
  }
  if (ingressClassName !== undefined) {
    say(errors, spec.child('ingressClassName'), ingressClassName, checkDns1123Subdomain(ingressClassName))
  }
}

function hostProblems(host: string): string[] {
  return host.includes('*') ? checkWildcardDns1123Subdomain(host) : checkDns1123Subdomain(host)
}

function validateRule(errors: Errors, path: FieldPath, rule: IngressRule, options: IngressOptions): void {
  const host = rule.host ?? ''
  if (host !== '') {
    if (parseIp(host) !== undefined) {
      errors.push(invalid(path.child('host'), host, 'must be a DNS name, not an IP address'))
    }
    say(errors, path.child('host'), host, hostProblems(host))
  }
  if (!host.includes('*') || !options.allowInvalidWildcardHostRule) validateRuleValue(errors, path, rule)
}

function validateRuleValue(errors: Errors, path: FieldPath, rule: IngressRule): void {
  if (rule.http === undefined) return
  const paths = list(rule.http.paths)
  const where = path.child('http', 'paths')
  if (paths.length === 0) errors.push(required(where, ''))
  for (const [i, item] of paths.entries()) validatePath(errors, where.index(i), item)
}

function validatePath(errors: Errors, path: FieldPath, item: HTTPIngressPath): void {
  if (item.pathType === undefined) {
    errors.push(required(path.child('pathType'), 'pathType must be specified'))
    return
  }
  const text = item.path ?? ''
  const where = path.child('path')
  const relative = invalid(where, text, 'must be an absolute path')
  if (item.pathType === 'Exact' || item.pathType === 'Prefix') {
    if (!text.startsWith('/')) errors.push(relative)
    for (const part of ['//', '/./', '/../', '%2f', '%2F']) {
      if (text.includes(part)) errors.push(invalid(where, text, `must not contain '${part}'`))
    }
    for (const end of ['/..', '/.']) {
      if (text.endsWith(end)) errors.push(invalid(where, text, `cannot end with '${end}'`))
    }
  } else if (item.pathType === 'ImplementationSpecific') {
    if (text !== '' && !text.startsWith('/')) errors.push(relative)
  } else oneOf(errors, path.child('pathType'), item.pathType, ['Exact', 'ImplementationSpecific', 'Prefix'])
  validateBackend(errors, path.child('backend'), item.backend ?? {})
}

function validateBackend(errors: Errors, path: FieldPath, { resource, service }: IngressBackend): void {
  if (resource !== undefined && service !== undefined) {
    errors.push(invalid(path, '', 'cannot set both resource and service backends'))
  } else if (resource !== undefined) validateTypedReference(errors, path.child('resource'), resource)
  else if (service !== undefined) {
    const namePath = path.child('service', 'name')
    if (!service.name) errors.push(required(namePath, ''))
    else say(errors, namePath, service.name, checkDns1035Label(service.name))
    const { name, number } = service.port ?? {}
    if (name && number) errors.push(invalid(path, '', 'cannot set both port name & port number'))
    else if (name) say(errors, path.child('service', 'port', 'name'), name, checkPortName(name))
    else if (number) say(errors, path.child('service', 'port', 'number'), number, checkPortNumber(number))
    else errors.push(required(path, 'port name or number is required'))
  } else errors.push(invalid(path, '', 'resource or service backend is required'))
}
