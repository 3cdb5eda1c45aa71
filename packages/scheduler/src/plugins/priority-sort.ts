/** PrioritySort: pods of higher priority first; among equals, who waits longest. */
import type { Plugin } from '../framework/plugin.ts'

export const prioritySort: Plugin = {
  name: 'PrioritySort',
  compare: (a, b) => b.info.priority - a.info.priority || a.timestamp - b.timestamp,
}
