/**
 * The configuration of priority and fairness follows the API: whatever changes in FlowSchemas and PriorityLevelConfigurations
 * is in force at once, and each FlowSchema's status says whether its level exists.
 * In: the server's own reads. Out: `levels` kept up to date, conditions `Dangling` written.
 */
import type { FlowSchema, FlowSchemaCondition } from '@elli/api/flowcontrol/v1'
import { flowschemas, prioritylevelconfigurations } from '@elli/api/flowcontrol/v1.resources'
import { every } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { toTime } from '@elli/host/time'
import type { Reads } from '../reads.ts'
import type { FlowControl } from './flow-control.ts'

const adjustmentMs = 10_000
const retryMs = 200

/** @returns how to stop */
export function followFlowControl(flowControl: FlowControl, reads: Reads, host: Host): () => void {
  let scheduled = false
  let stopped = false
  const digest = (): void => {
    scheduled = false
    if (stopped) return
    const schemas = reads.list(flowschemas)
    const levels = reads.list(prioritylevelconfigurations)
    flowControl.levels.digest(levels, schemas)
    const names = new Set(levels.map(({ metadata }) => metadata.name ?? ''))
    writeConditions(schemas, names).catch((error: unknown) => {
      if (stopped) return
      host.log.error("a FlowSchema's status could not be written; trying again", { error: String(error) })
      host.clock.after(retryMs, changed)
    })
  }
  // Many objects change in one turn when a cluster starts.
  const changed = (): void => {
    if (scheduled || stopped) return
    scheduled = true
    queueMicrotask(digest)
  }
  const writeConditions = async (schemas: readonly FlowSchema[], levels: ReadonlySet<string>): Promise<void> => {
    for (const { metadata, spec, status } of schemas) {
      const wanted = danglingCondition(spec.priorityLevelConfiguration.name, levels)
      if (sameCondition(status?.conditions, wanted)) continue
      await reads.updateStatus(flowschemas, undefined, metadata.name ?? '', (schema) => {
        // It may have changed since: what is true of its present reference is written by a later round.
        if (schema.spec.priorityLevelConfiguration.name !== spec.priorityLevelConfiguration.name) return undefined
        if (sameCondition(schema.status?.conditions, wanted)) return undefined
        const others = (schema.status?.conditions ?? []).filter(({ type }) => type !== 'Dangling')
        const condition = { ...wanted, lastTransitionTime: toTime(host.clock.now()) }
        return { ...schema, status: { ...schema.status, conditions: [...others, condition] } }
      })
    }
  }
  const stopSchemas = reads.follow(flowschemas, changed)
  const stopLevels = reads.follow(prioritylevelconfigurations, changed)
  const adjustment = every(host.clock, adjustmentMs, () => flowControl.levels.adjust())
  flowControl.onIdleUnwanted = changed
  digest()
  return () => {
    stopped = true
    adjustment.cancel()
    stopSchemas()
    stopLevels()
  }
}

/** Whether the level that a schema names is missing, in upstream's words. */
export function danglingCondition(level: string, levels: ReadonlySet<string>): FlowSchemaCondition {
  const reference = `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(level)}`
  return levels.has(level)
    ? { type: 'Dangling', status: 'False', reason: 'Found', message: `${reference} and it exists` }
    : { type: 'Dangling', status: 'True', reason: 'NotFound', message: `${reference} but there is no such object` }
}

function sameCondition(conditions: readonly FlowSchemaCondition[] | undefined, wanted: FlowSchemaCondition): boolean {
  const present = conditions?.find(({ type }) => type === 'Dangling')
  return (
    present !== undefined &&
    present.status === wanted.status &&
    present.reason === wanted.reason &&
    present.message === wanted.message
  )
}
