/**
 * The issuers in force, replaced as a whole when the text of the configuration file changes.
 * In: the first configuration, later texts. Out: a TokenAuthenticator that always speaks for the newest good one.
 * Always: a new configuration takes over only once each of its issuers has answered; a bad one changes nothing; what it
 * says about anonymous requests must stay what it was at the start.
 * @see kubernetes v1.31 pkg/kubeapiserver/options/authentication.go
 */
import { type Clock, withTimeout } from '@elli/host/clock'
import { aggregate, aggregateErrors, forbidden } from '@elli/machinery/field'
import { ConfigurationError } from '../../configuration/configuration-text.ts'
import type { TokenAuthenticator } from '../bearer-token.ts'
import { type JwtAuthenticatorOptions, type JwtAuthenticators, jwtAuthenticators } from './authenticator.ts'
import { type AuthenticationConfiguration, parseAuthenticationConfiguration } from './configuration.ts'
import { validateAuthenticationConfiguration, type ValidationContext } from './validation.ts'

export interface ReloadableJwtOptions extends JwtAuthenticatorOptions, ValidationContext {
  readonly configuration: AuthenticationConfiguration
  /** The text that `configuration` was read from, when it comes from a file. */
  readonly text?: string
  /** Tells the metrics `apiserver_authentication_config_controller_*` about each text that was looked at. */
  reloaded?(status: 'success' | 'failure'): void
}

export interface ReloadableJwt extends TokenAuthenticator {
  /** Looks at the text of the file; resolves when it is in force, or has been found wanting. */
  update(text: string): Promise<void>
  stop(): void
}

const updateTimeoutMs = 60_000
/** Requests that are on their way may still need the issuers of before. */
const graceMs = 60_000

/** @throws ConfigurationError when the first configuration is not good */
export function reloadableJwtAuthenticator(options: ReloadableJwtOptions): ReloadableJwt {
  const { configuration, clock, log } = options
  const first = validateAuthenticationConfiguration(configuration, options)
  refuse(first.errors)
  const anonymous = JSON.stringify(configuration.anonymous)
  let current = jwtAuthenticators(configuration, first.compiled, options)
  let seen = options.text
  let turn: Promise<void> = Promise.resolve()
  let stopped = false

  async function look(text: string): Promise<void> {
    if (text === seen || stopped) return
    let next: JwtAuthenticators
    try {
      const parsed = parseAuthenticationConfiguration(text)
      const { errors, compiled } = validateAuthenticationConfiguration(parsed, options)
      if (JSON.stringify(parsed.anonymous) !== anonymous) {
        errors.push(forbidden('anonymous', 'changed from initial configuration file'))
      }
      refuse(errors)
      next = jwtAuthenticators(parsed, compiled, options)
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error
      // This text will never be good: it is not looked at again.
      seen = text
      log.error('failed to validate authentication config', { error: error.message })
      options.reloaded?.('failure')
      return
    }
    const problem = await untilHealthy(next, clock)
    if (problem !== undefined) {
      next.stop()
      log.error('failed to update authentication config', { error: problem })
      options.reloaded?.('failure')
      return
    }
    const old = current
    current = next
    seen = text
    clock.after(graceMs, () => old.stop())
    log.info('reloaded authentication config')
    options.reloaded?.('success')
  }

  return {
    name: 'jwt',
    authenticate: (token, audiences) => current.authenticate(token, audiences),
    update(text) {
      turn = turn.then(() => look(text))
      return turn
    },
    stop() {
      stopped = true
      current.stop()
    },
  }
}

/** What still keeps issuers from being used after the time there is; undefined when all can be. */
async function untilHealthy(authenticators: JwtAuthenticators, clock: Clock): Promise<string | undefined> {
  const limit = withTimeout(clock, updateTimeoutMs)
  const timedOut = new Promise<void>((resolve) => limit.signal.addEventListener('abort', () => resolve()))
  await Promise.race([authenticators.settled(), timedOut])
  limit.done()
  const problems = authenticators.problems()
  return problems.length === 0 ? undefined : aggregate([...problems, 'context deadline exceeded'])
}

function refuse(errors: Parameters<typeof aggregateErrors>[0]): void {
  const message = aggregateErrors(errors)
  if (message !== undefined) throw new ConfigurationError(message)
}
