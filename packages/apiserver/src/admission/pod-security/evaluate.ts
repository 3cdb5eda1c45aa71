/** A pod against a level of a version: which checks hold then, and what they find. Pure. */
import { baselineChecks } from './baseline.ts'
import type { Check, CheckedPod, Finding } from './check.ts'
import { restrictedChecks } from './restricted.ts'
import type { LevelVersion } from './standards.ts'

export function evaluate({ level, version }: LevelVersion, pod: CheckedPod): Finding[] {
  if (level === 'privileged') return []
  const minor = version === 'latest' ? Number.POSITIVE_INFINITY : version
  const active = (checks: readonly Check[]): { check: Check; run: (pod: CheckedPod) => Finding | undefined }[] =>
    checks.flatMap((check) => {
      const found = check.versions.findLast(([since]) => since <= minor)
      return found === undefined ? [] : [{ check, run: found[1] }]
    })
  const restricted = level === 'restricted' ? active(restrictedChecks) : []
  const overridden = restricted.map(({ check }) => check.overrides)
  const baseline = active(baselineChecks).filter(({ check }) => !overridden.includes(check.id))
  return [...baseline, ...restricted].flatMap(({ run }) => run(pod) ?? [])
}

/** `privileged (container "a" must not …), hostPort (…)` */
export function findingsText(findings: readonly Finding[]): string {
  return findings.map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`)).join(', ')
}

export function reasonsText(findings: readonly Finding[]): string {
  return findings.map(({ reason }) => reason).join(', ')
}
