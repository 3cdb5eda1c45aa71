/** LeaseCandidates on the server. */
import { leasecandidates } from '@elli/api/coordination/v1alpha1.resources'
import type { LeaseCandidate } from '@elli/api/coordination/v1alpha1'
import { at, required } from '@elli/machinery/field'
import { checkConfigMapKey } from '@elli/machinery/names'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, immutable, list } from '../checks.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'
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
  for (const [i, strategy] of list(candidate.spec.preferredStrategies).entries()) {
    validateLeaseStrategy(errors, spec.child('preferredStrategies').index(i), strategy)
  }
}
