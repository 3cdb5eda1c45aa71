/**
 * The engine that runs rules of CRDs: CEL, with `self` and `oldSelf`.
 * Elsewhere: what is asked of it (./cel-engine.ts), the language (@elli/machinery/cel).
 */
import type { CelType } from '@elli/machinery/cel/contract'
import { celEnvironment } from '@elli/machinery/cel/environment'
import { celTypeOfStructural } from '@elli/machinery/cel/schema-types'
import type { RuleEngine } from './cel-engine.ts'

export const ruleEngine: RuleEngine = {
  environment(schema, isResourceRoot, { optionalOldSelf, age }) {
    const self = celTypeOfStructural(schema.source, { root: isResourceRoot })
    if (self === undefined) return undefined
    const oldSelf: CelType = optionalOldSelf ? { kind: 'optional', of: self } : self
    return celEnvironment({ variables: { self, oldSelf }, expressions: age })
  },
}
