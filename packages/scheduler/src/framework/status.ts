/**
 * What a plugin answers when it does not simply agree. Success is `undefined`; everything else is a Status.
 * Always: immutable, so that plugins make their common answers once and hand out the same object for every node.
 * @see kubernetes v1.31 pkg/scheduler/framework/interface.go
 */

export type Code =
  /** Something broke; the pod is tried again after a back-off. */
  | 'Error'
  /** Not now; taking other pods off the node might help. */
  | 'Unschedulable'
  /** Not now; no preemption would help. */
  | 'UnschedulableAndUnresolvable'
  /** A permit plugin wants the pod to wait. */
  | 'Wait'
  /** This plugin has nothing to say about the pod. */
  | 'Skip'
  /** Well so far, but something outside must happen first. */
  | 'Pending'

export class Status {
  readonly code: Code
  readonly reasons: readonly string[]
  /** The plugin that answered; the framework fills it in where a plugin left it out. */
  readonly plugin: string

  constructor(code: Code, reasons: readonly string[] = [], plugin = '') {
    this.code = code
    this.reasons = reasons
    this.plugin = plugin
  }

  get message(): string {
    return this.reasons.join(', ')
  }

  /** The pod was turned away, as opposed to something having gone wrong. */
  get isRejected(): boolean {
    return this.code === 'Unschedulable' || this.code === 'UnschedulableAndUnresolvable' || this.code === 'Pending'
  }

  withPlugin(plugin: string): Status {
    return this.plugin === plugin ? this : new Status(this.code, this.reasons, plugin)
  }
}

export function unschedulable(plugin: string, ...reasons: string[]): Status {
  return new Status('Unschedulable', reasons, plugin)
}

export function unresolvable(plugin: string, ...reasons: string[]): Status {
  return new Status('UnschedulableAndUnresolvable', reasons, plugin)
}

export const skip: Status = new Status('Skip')

/** @param during what was being done, as upstream wraps its errors */
export function errorStatus(error: unknown, during = ''): Status {
  const text = error instanceof Error ? error.message : String(error)
  return new Status('Error', [during === '' ? text : `${during}: ${text}`])
}
