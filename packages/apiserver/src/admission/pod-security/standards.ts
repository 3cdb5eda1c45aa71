/** Levels and versions of the Pod Security Standards, and the policy a namespace's labels ask for. */
import { at, invalid, type FieldError } from '@elli/machinery/field'

export type Level = 'privileged' | 'baseline' | 'restricted'

export interface LevelVersion {
  level: Level
  /** Minor version of Kubernetes 1, or the newest there is. */
  version: number | 'latest'
}

export interface Policy {
  enforce: LevelVersion
  audit: LevelVersion
  warn: LevelVersion
}

export const labelPrefix = 'pod-security.kubernetes.io/'
const levels: readonly Level[] = ['privileged', 'baseline', 'restricted']

/** `baseline:v1.30` */
export function levelText({ level, version }: LevelVersion): string {
  return `${level}:${version === 'latest' ? 'latest' : `v1.${version}`}`
}

/** Negative, zero or positive as `a` is laxer than, as strict as, or stricter than `b`. */
export function compareLevels(a: Level, b: Level): number {
  return levels.indexOf(a) - levels.indexOf(b)
}

export function samePolicyPart(a: LevelVersion, b: LevelVersion): boolean {
  return a.level === b.level && (a.version === b.version || a.level === 'privileged')
}

export function parseLevel(text: string): Level | undefined {
  return levels.find((level) => level === text)
}

export function parseVersion(text: string): LevelVersion['version'] | undefined {
  if (text === 'latest') return 'latest'
  const [, minor] = /^v1\.([0-9]|[1-9][0-9]*)$/.exec(text) ?? []
  return minor === undefined ? undefined : Number(minor)
}

/**
 * The policy of a namespace. A level that cannot be read counts as restricted where it is enforced and as privileged where it is
 * only told; versions that cannot be read count as latest.
 */
export function policyOf(
  labels: Readonly<Record<string, string>> | undefined,
  defaults: Policy,
): { policy: Policy; errors: FieldError[] } {
  const policy: Policy = { enforce: { ...defaults.enforce }, audit: { ...defaults.audit }, warn: { ...defaults.warn } }
  const errors: FieldError[] = []
  const path = at('metadata', 'labels')
  const read = (mode: keyof Policy): { hasLevel: boolean; hasVersion: boolean; isValid: boolean } => {
    const [level, version] = [labels?.[labelPrefix + mode], labels?.[`${labelPrefix}${mode}-version`]]
    const parsed = level === undefined ? undefined : parseLevel(level)
    if (level !== undefined) {
      policy[mode].level = parsed ?? (mode === 'enforce' ? 'restricted' : 'privileged')
      if (parsed === undefined) {
        errors.push(invalid(path.key(labelPrefix + mode), level, `must be one of ${levels.join(', ')}`))
      }
    }
    if (version !== undefined) {
      const number = parseVersion(version)
      policy[mode].version = number ?? 'latest'
      if (number === undefined) {
        errors.push(invalid(path.key(`${labelPrefix}${mode}-version`), version, 'must be "latest" or "v1.x"'))
      }
    }
    return { hasLevel: level !== undefined, hasVersion: version !== undefined, isValid: parsed !== undefined }
  }
  const enforce = read('enforce')
  read('audit')
  const warn = read('warn')
  // Who enforces more than is warned of wants to hear of it in workloads too.
  if (!warn.hasLevel && enforce.isValid && compareLevels(policy.enforce.level, policy.warn.level) > 0) {
    policy.warn.level = policy.enforce.level
    if (!warn.hasVersion) policy.warn.version = policy.enforce.version
  }
  return { policy, errors }
}
