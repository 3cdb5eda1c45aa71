import { describe, expect, test } from 'vitest'
import { node, pod } from './testing/objects.ts'
import { pureScheduler } from './testing/pure-scheduler.ts'
import { numFeasibleNodesToFind } from './scheduling-cycle.ts'

describe('the scheduling cycle', () => {
  test('how many nodes that fit are enough', () => {
    const rows: [percentage: number, nodes: number, enough: number][] = [
      [0, 50, 50],
      [0, 100, 100],
      [0, 1_000, 420],
      [0, 5_000, 500],
      [0, 10_000, 500],
      [40, 1_000, 400],
      [5, 1_000, 100],
      [100, 1_000, 1_000],
    ]
    for (const [percentage, nodes, enough] of rows) expect(numFeasibleNodesToFind(percentage, nodes)).toBe(enough)
  })

  test('searches go on where the last one stopped, so that all nodes get their turn', () => {
    const scheduler = pureScheduler({ nodes: Array.from({ length: 400 }, (_, i) => node(`n${i}`)) })
    const seen = new Set<string>()
    for (let i = 0; i < 60; i++) {
      const result = scheduler.schedule(pod(`p${i}`))
      if (result.kind !== 'found') throw new Error(result.kind)
      expect(result.evaluatedNodes).toBe(numFeasibleNodesToFind(0, 400))
      seen.add(result.nodeName)
    }
    expect([...seen].some((name) => Number(name.slice(1)) < 100)).toBe(true)
    expect([...seen].some((name) => Number(name.slice(1)) >= 300)).toBe(true)
  })

  test('equally good nodes are drawn by lot, the same lot for the same seed', () => {
    const nodes = Array.from({ length: 10 }, (_, i) => node(`n${i}`))
    const draw = (seed: number): string[] => {
      const scheduler = pureScheduler({ nodes, seed })
      return Array.from({ length: 20 }, (_, i) => scheduler.answer(pod(`p${i}`)))
    }
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
    expect(new Set(draw(1)).size).toBeGreaterThan(4)
  })

  test('a nominated node is taken without looking at others', () => {
    const scheduler = pureScheduler({ nodes: Array.from({ length: 10 }, (_, i) => node(`n${i}`)) })
    const result = scheduler.schedule(pod('p', { status: { nominatedNodeName: 'n7' } }))
    expect(result).toMatchObject({ kind: 'found', nodeName: 'n7', feasibleNodes: 1 })
  })
})
