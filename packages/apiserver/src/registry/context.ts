/**
 * What a write carries with it: who asks, options, warnings, and the admission that runs inside it.
 * Elsewhere: what strategies see of it (./strategy.ts StrategyContext).
 */
import type { ApiObject } from '@elli/api/object'
import type { AdmissionOperation } from '../admission/plugin.ts'
import type { StrategyContext } from './strategy.ts'

export interface WriteContext extends StrategyContext {
  warn(text: string): void
  /** Mutating admission: may change `object`. */
  admit(
    operation: AdmissionOperation,
    name: string,
    object: ApiObject | undefined,
    old: ApiObject | undefined,
  ): Promise<void>
  /** Validating admission, right before the write. */
  validate(
    operation: AdmissionOperation,
    name: string,
    object: ApiObject | undefined,
    old: ApiObject | undefined,
  ): Promise<void>
}
