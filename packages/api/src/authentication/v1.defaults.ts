/**
 * Defaults of authentication.k8s.io/v1 that are more than a field's own.
 * In: objects of the group. Out: the same with upstream's v1.31 defaults.
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import { TokenRequestSpec } from './v1.ts'

export const authenticationV1Defaults: readonly DefaultRule[] = [
  defaultRule(TokenRequestSpec, (spec) => {
    spec.expirationSeconds ??= 3600
  }),
]
