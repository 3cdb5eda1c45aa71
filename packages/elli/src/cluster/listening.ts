/** Opens the port of an API server, with errors that say what to do. */
import { type Listener, listen, type ListenOptions } from '@elli/apiserver/node/listen'
import type { ApiServer } from '@elli/apiserver/server'
import { hasCode } from '@elli/host/files'
import { CommandError } from '../cli/command-error.ts'

/** @param portFlag the flag that sets the port, for the error's advice */
export async function openPort(
  server: ApiServer,
  options: ListenOptions & { host: string },
  portFlag: string,
): Promise<Listener> {
  try {
    return await listen(server, options)
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error
    const is = (...codes: string[]): boolean => codes.some((code) => hasCode(error, code) || hasCode(cause, code))
    if (is('EADDRINUSE'))
      throw new CommandError(
        `port ${options.port} is in use on ${options.host}; stop what listens there (ss -ltnp), or choose another with ${portFlag}`,
        { cause: error },
      )
    if (is('EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'))
      throw new CommandError(`this machine has no address ${options.host}; choose one of its own with --bind-address`, {
        cause: error,
      })
    if (is('EACCES'))
      throw new CommandError(
        `port ${options.port} may not be used by this user; choose one above 1023 with ${portFlag}`,
        { cause: error },
      )
    throw error
  }
}
