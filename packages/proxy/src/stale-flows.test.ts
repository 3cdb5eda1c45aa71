import { describe, expect, test } from 'vitest'
import { forgetFlowCommand, mayHaveStaleFlows, parseFlows, staleFlows } from './stale-flows.ts'

const targets = (entries: Record<string, string[]>): Map<string, Set<string>> =>
  new Map(Object.entries(entries).map(([key, list]) => [key, new Set(list)]))

const listing = `
udp      17 29 src=192.0.2.7 dst=10.96.0.10 sport=40000 dport=53 src=10.244.0.7 dst=192.0.2.1 sport=5353 dport=40000 [ASSURED] mark=0 use=1
udp      17 29 src=192.0.2.7 dst=10.96.0.10 sport=40001 dport=53 [UNREPLIED] src=10.96.0.10 dst=192.0.2.7 sport=53 dport=40001 mark=0 use=1
udp      17 29 src=192.0.2.7 dst=192.0.2.1 sport=40002 dport=30053 src=10.244.0.8 dst=192.0.2.1 sport=5353 dport=40002 mark=0 use=1
udp      17 29 src=10.244.0.7 dst=203.0.113.9 sport=40003 dport=30053 src=203.0.113.9 dst=192.0.2.1 sport=30053 dport=40003 mark=0 use=1
rubbish
`
const flows = parseFlows(listing)
const summary = (before: ReturnType<typeof targets>, after: ReturnType<typeof targets>): string[] =>
  staleFlows(flows, before, after, ['192.0.2.1']).map(
    (flow) => `${flow.destination}:${flow.destinationPort}->${flow.replySource}`,
  )

describe('UDP flows that must go', () => {
  const service = '10.96.0.10 53'
  for (const [what, before, after, expected] of [
    [
      'none while endpoints stay, but those that were never translated',
      { [service]: ['10.244.0.7 5353'] },
      { [service]: ['10.244.0.7 5353'] },
      ['10.96.0.10:53->10.96.0.10'],
    ],
    [
      'those to a vanished endpoint',
      {},
      { [service]: ['10.244.0.9 5353'] },
      ['10.96.0.10:53->10.244.0.7', '10.96.0.10:53->10.96.0.10'],
    ],
    [
      'all of a vanished Service',
      { [service]: ['10.244.0.7 5353'] },
      {},
      ['10.96.0.10:53->10.244.0.7', '10.96.0.10:53->10.96.0.10'],
    ],
    [
      'those to a NodePort of this node, not to the same port elsewhere',
      {},
      { '* 30053': ['10.244.0.7 5353'] },
      ['192.0.2.1:30053->10.244.0.8'],
    ],
    ['none of others', {}, { '10.96.0.99 53': [] }, []],
  ] as const)
    test(what, () => {
      const [first, second] = [
        targets(before as unknown as Record<string, string[]>),
        targets(after as unknown as Record<string, string[]>),
      ]
      expect(summary(first, second)).toEqual(expected)
    })

  test('are looked for only after changes that can make some', () => {
    const one = targets({ a: ['x'] })
    expect(mayHaveStaleFlows(one, one)).toBe(false)
    expect(mayHaveStaleFlows(one, targets({ a: ['x', 'y'] }))).toBe(false)
    expect(mayHaveStaleFlows(one, targets({ a: ['y'] }))).toBe(true)
    expect(mayHaveStaleFlows(one, targets({}))).toBe(true)
    expect(mayHaveStaleFlows(targets({ a: [] }), one)).toBe(true)
    expect(mayHaveStaleFlows(targets({}), one)).toBe(true)
    expect(mayHaveStaleFlows(targets({}), targets({ a: [] }))).toBe(false)
  })

  test('are named exactly', () => {
    const [flow] = flows
    expect(flow && forgetFlowCommand('ip', flow).join(' ')).toBe(
      '-D -p udp -f ipv4 --orig-dst 10.96.0.10 --orig-port-dst 53 --reply-src 10.244.0.7 --reply-port-src 5353',
    )
  })
})
