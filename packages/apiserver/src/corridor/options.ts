/**
 * How requests are served, as an administrator sets it: limits of time and number, browsers, shutdown.
 * In: options as flags give them. Out: what is wrong with them, in upstream's words.
 */
import { compilePattern } from '@elli/machinery/re2-pattern'

export interface ServingOptions {
  /** `--request-timeout`; default one minute. */
  readonly requestTimeoutMs?: number
  /** `--min-request-timeout`: a watch without a wish of its own lasts between this and twice as long; default 1800. */
  readonly minRequestTimeoutSeconds?: number
  /** `--enable-priority-and-fairness`; default true. */
  readonly priorityAndFairness?: boolean
  /** `--cors-allowed-origins`. */
  readonly corsAllowedOrigins?: readonly string[]
  /** `--strict-transport-security-directives`. */
  readonly strictTransportSecurity?: readonly string[]
  /** `--goaway-chance`; belongs to the listener, and is checked here. */
  readonly goawayChance?: number
  /** `--max-requests-inflight`, `--max-mutating-requests-inflight`; 0 is without limit. */
  readonly maxRequestsInFlight?: number
  readonly maxMutatingRequestsInFlight?: number
  /** `--shutdown-delay-duration`. */
  readonly shutdownDelayMs?: number
  /** `--shutdown-watch-termination-grace-period`. */
  readonly watchTerminationGraceMs?: number
  /** `--shutdown-send-retry-after`. */
  readonly shutdownSendRetryAfter?: boolean
  /** `--livez-grace-period`: how long /livez is patient with hooks that have not finished. */
  readonly livezGraceMs?: number
}

const negative: readonly [keyof ServingOptions, string][] = [
  ['livezGraceMs', '--livez-grace-period can not be a negative value'],
  ['maxRequestsInFlight', '--max-requests-inflight can not be negative value'],
  ['maxMutatingRequestsInFlight', '--max-mutating-requests-inflight can not be negative value'],
  ['requestTimeoutMs', '--request-timeout can not be negative value'],
  ['minRequestTimeoutSeconds', '--min-request-timeout can not be negative value'],
  ['shutdownDelayMs', '--shutdown-delay-duration can not be negative value'],
  ['watchTerminationGraceMs', 'shutdown-watch-termination-grace-period, if provided, can not be a negative value'],
]

/** Everything that is wrong, for the one who typed it. */
export function servingProblems(options: ServingOptions): string[] {
  const problems = negative.flatMap(([field, text]) => (Number(options[field] ?? 0) < 0 ? [text] : []))
  const { goawayChance = 0, strictTransportSecurity = [], corsAllowedOrigins = [] } = options
  if (goawayChance < 0 || goawayChance > 0.02)
    problems.push('--goaway-chance can not be less than 0 or greater than 0.02')
  for (const directive of strictTransportSecurity) {
    if (directive.trim() === '') problems.push('empty value in strict-transport-security-directives')
    else if (!/^(?:includeSubDomains|preload|max-age=[^=]*)$/.test(directive))
      problems.push(
        '--strict-transport-security-directives invalid, allowed values: max-age=expireTime, includeSubDomains, preload. see https://tools.ietf.org/html/rfc6797#section-6.1 for more information',
      )
  }
  for (const origin of corsAllowedOrigins) {
    const problem = originProblem(origin)
    if (problem !== undefined) problems.push(problem)
  }
  return problems
}

/** An origin that is not pinned at both ends would let in whoever has it in his name. */
function originProblem(origin: string): string | undefined {
  if (origin === '') return 'empty value in --cors-allowed-origins'
  const pattern = compilePattern(origin)
  const pinned = /\^|\/\//.test(origin) && /[$:]/.test(origin)
  const problem =
    'problem' in pattern
      ? pattern.problem
      : pinned
        ? undefined
        : 'regular expression does not pin to start/end of host in the origin header'
  return problem === undefined ? undefined : `--cors-allowed-origins has an invalid regular expression: ${problem}`
}
