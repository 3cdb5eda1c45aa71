import { parseCidr } from '@elli/machinery/ip'
import { expect, it } from 'vitest'
import { CidrSet, NoCidrsLeftError } from './cidr-set.ts'

const set = (range: string, mask: number): CidrSet => new CidrSet(parseCidr(range) ?? expect.fail(range), mask)

it('gives out parts in turn and those given back last', () => {
  const parts = set('10.244.0.0/22', 24)
  expect([parts.allocateNext(), parts.allocateNext()]).toEqual(['10.244.0.0/24', '10.244.1.0/24'])
  parts.release('10.244.0.0/24')
  expect([parts.allocateNext(), parts.allocateNext(), parts.allocateNext()]).toEqual([
    '10.244.2.0/24',
    '10.244.3.0/24',
    '10.244.0.0/24',
  ])
  expect(() => parts.allocateNext()).toThrow(NoCidrsLeftError)
})

it('leaves out what is taken', () => {
  const parts = set('10.0.0.0/8', 16)
  parts.occupy('10.0.3.0/24')
  parts.occupy('10.1.0.0/15')
  expect(parts.allocateNext()).toBe('10.2.0.0/16')
  expect(() => parts.occupy('192.168.0.0/24')).toThrow('out the range')
})

it('cuts IPv6, within reason', () => {
  const parts = set('fd00:1::/48', 64)
  expect([parts.allocateNext(), parts.allocateNext()]).toEqual(['fd00:1::/64', 'fd00:1:0:1::/64'])
  expect(() => set('fd00::/40', 64)).toThrow('too big')
  expect(() => set('10.0.0.0/25', 24)).toThrow('--node-cidr-mask-size')
})
