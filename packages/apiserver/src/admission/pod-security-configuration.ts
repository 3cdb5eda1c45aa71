/**
 * What the PodSecurity plugin is told (`PodSecurityConfiguration`): the policy of namespaces without labels, and who is exempt.
 * In: text, v1, v1beta1 or v1alpha1. Out: defaults filled in and checked with upstream's texts.
 */
import { PodSecurityConfiguration as V1 } from '@elli/api/config/pod-security-admission/v1'
import { PodSecurityConfiguration as V1alpha1 } from '@elli/api/config/pod-security-admission/v1alpha1'
import { PodSecurityConfiguration as V1beta1 } from '@elli/api/config/pod-security-admission/v1beta1'
import { aggregateErrors, at, duplicate, type FieldError, invalid } from '@elli/machinery/field'
import { checkDns1123Label, checkDns1123Subdomain } from '@elli/machinery/names'
import { ConfigurationError, type ConfigurationKind, readConfiguration } from '../configuration/configuration-text.ts'
import type { PodSecurityConfiguration } from './pod-security.ts'
import { type LevelVersion, parseLevel, parseVersion } from './pod-security/standards.ts'

const kind = 'PodSecurityConfiguration'
const group = 'pod-security.admission.config.k8s.io'
const kinds: readonly ConfigurationKind<V1>[] = [
  { apiVersion: `${group}/v1`, kind, schema: V1 },
  { apiVersion: `${group}/v1beta1`, kind, schema: V1beta1 },
  { apiVersion: `${group}/v1alpha1`, kind, schema: V1alpha1 },
]

/** @throws ConfigurationError */
export function parsePodSecurityConfiguration(text: string): PodSecurityConfiguration {
  const { object } = readConfiguration(text, kinds, { scheme: 'k8s.io/pod-security-admission/admission/api/scheme' })
  const errors: FieldError[] = []
  const { defaults = {}, exemptions = {} } = object as Partial<V1>
  const part = (mode: 'enforce' | 'audit' | 'warn'): LevelVersion => {
    const [level, version] = [defaults[mode] || 'privileged', defaults[`${mode}-version`] || 'latest']
    const [parsedLevel, parsedVersion] = [parseLevel(level), parseVersion(version)]
    const path = at('defaults')
    if (parsedLevel === undefined) {
      errors.push(invalid(path.child(mode), level, 'must be one of privileged, baseline, restricted'))
    }
    if (parsedVersion === undefined) {
      errors.push(invalid(path.child(`${mode}-version`), version, 'must be "latest" or "v1.x"'))
    }
    return { level: parsedLevel ?? 'privileged', version: parsedVersion ?? 'latest' }
  }
  const [enforce, warn, audit] = [part('enforce'), part('warn'), part('audit')]
  const { usernames = [], namespaces = [], runtimeClasses = [] } = exemptions
  const list = (name: string, values: readonly string[], check: (value: string) => string[]): void => {
    const seen = new Set<string>()
    for (const [index, value] of values.entries()) {
      const path = at('exemptions', name).index(index)
      const problems = check(value)
      if (problems.length > 0) errors.push(invalid(path, value, problems.join(', ')))
      else if (seen.has(value)) errors.push(duplicate(path, value))
      else seen.add(value)
    }
  }
  list('namespaces', namespaces, checkDns1123Label)
  list('runtimeClasses', runtimeClasses, checkDns1123Subdomain)
  list('usernames', usernames, (name) => (name === '' ? ['username must not be empty'] : []))
  const message = aggregateErrors(errors)
  if (message !== undefined) throw new ConfigurationError(message)
  return { defaults: { enforce, audit, warn }, exemptions: { usernames, namespaces, runtimeClasses } }
}
