/** Structured logs, handed in: a message in plain words and a few fields. Components take `log.child('kubelet')`. */

export type LogFields = Record<string, unknown>

export interface Logger {
  error(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  /** Only with higher verbosity; upstream's `-v=4`. */
  debug(message: string, fields?: LogFields): void
  child(component: string): Logger
}

export const silentLog: Logger = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silentLog,
}
