/** LeaseCandidates on the server. */
import { leasecandidates } from '@elli/api/coordination/v1alpha1.resources'
import type { LeaseCandidate } from '@elli/api/coordination/v1alpha1'
import { at, invalid, required } from '@elli/machinery/field'
import { checkConfigMapKey } from '@elli/machinery/names'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, immutable, list } from '../checks.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'
import {
  compareSemanticVersions,
  parseSemanticVersion,
  type SemanticVersion,
  zeroVersion,
} from '../semantic-version.ts'
import { validateLeaseStrategy } from './leases.ts'

const spec = at('spec')

export const leasecandidatesStrategy: Strategy<LeaseCandidate> = {
  resource: leasecandidates,
  allowCreateOnUpdate: true,
  allowUnconditionalUpdate: false,
  validateName: checkConfigMapKey,
  validate: (candidate) => collect((errors) => validate(errors, candidate)),
  validateUpdate: (candidate, old) =>
    collect((errors) => {
      validate(errors, candidate)
      immutable(errors, spec.child('leaseName'), candidate.spec.leaseName, old.spec.leaseName)
    }),
  table: table<LeaseCandidate>(
    [
      column('LeaseName', 'Lease that the candidate wants.'),
      column('BinaryVersion', 'Version of the program.'),
      column('EmulationVersion', 'Version it behaves as.'),
      ageColumn,
    ],
    (candidate, now) => [
      candidate.spec.leaseName,
      candidate.spec.binaryVersion ?? '',
      candidate.spec.emulationVersion ?? '',
      ageOf(candidate, now),
    ],
  ),
}

function validate(errors: Errors, candidate: LeaseCandidate): void {
  if (!candidate.spec.leaseName) errors.push(required(spec.child('leaseName'), ''))
  const sound = validateVersions(errors, candidate)
  for (const [i, strategy] of list(candidate.spec.preferredStrategies).entries()) {
    if (strategy === 'OldestEmulationVersion') {
      for (const field of ['binaryVersion', 'emulationVersion'] as const) {
        if (sound[field] === undefined) {
          errors.push(required(spec.child(field), "must be specified when `strategy` is 'OldestEmulationVersion'"))
        }
      }
    }
    validateLeaseStrategy(errors, spec.child('preferredStrategies').index(i), strategy)
  }
}

type Versions = Partial<Record<'binaryVersion' | 'emulationVersion', SemanticVersion>>

/** @returns the versions that are there, sound and not 0.0.0 */
function validateVersions(errors: Errors, { spec: { binaryVersion, emulationVersion } }: LeaseCandidate): Versions {
  const read = (field: keyof Versions, text: string | undefined): SemanticVersion | undefined => {
    if (!text) return undefined
    const version = parseSemanticVersion(text)
    if (version === undefined) errors.push(invalid(spec.child(field), text, 'must be a valid semantic version'))
    return version
  }
  const emulation = read('emulationVersion', emulationVersion)
  const binary = read('binaryVersion', binaryVersion)
  // What is no version counts as 0.0.0.
  if (
    binaryVersion &&
    emulationVersion &&
    compareSemanticVersions(binary ?? zeroVersion, emulation ?? zeroVersion) < 0
  ) {
    const detail = 'must be greater than or equal to `emulationVersion`'
    errors.push(invalid(spec.child('binaryVersion'), binaryVersion, detail))
  }
  const given = (version: SemanticVersion | undefined): SemanticVersion | undefined =>
    version === undefined || compareSemanticVersions(version, zeroVersion) === 0 ? undefined : version
  const versions: Versions = {}
  const [soundBinary, soundEmulation] = [given(binary), given(emulation)]
  if (soundBinary !== undefined) versions.binaryVersion = soundBinary
  if (soundEmulation !== undefined) versions.emulationVersion = soundEmulation
  return versions
}
