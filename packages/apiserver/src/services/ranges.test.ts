import { seededRandom } from '@elli/host/random'
import { expect, test } from 'vitest'
import { IpRange, PortRange } from './ranges.ts'

const random = () => seededRandom(1).stream('test')

test('free addresses come from above the reserved band until that is full', async () => {
  const range = new IpRange('10.0.0.0/24', random())
  const given = await Promise.all(Array.from({ length: 254 }, () => range.next()))
  const last = (ip: string): number => Number(ip.split('.')[3])
  expect(new Set(given).size).toBe(254)
  // 254 usable addresses: the band is the lower 16, that is 10.0.0.1 to 10.0.0.16.
  expect(given.slice(0, 238).every((ip) => last(ip) > 16)).toBe(true)
  expect(given.slice(238).every((ip) => last(ip) <= 16)).toBe(true)
  await expect(range.next()).rejects.toThrow('range is full')
  await range.release('10.0.0.7')
  expect(await range.next()).toBe('10.0.0.7')
})

test('network and broadcast addresses are not given out', async () => {
  const range = new IpRange('10.0.0.0/29', random())
  for (const ip of ['10.0.0.0', '10.0.0.7', '10.0.1.1'])
    await expect(range.take(ip)).rejects.toThrow(
      `the provided IP (${ip}) is not in the valid range. The range of valid IPs is 10.0.0.0/29`,
    )
  await range.take('10.0.0.1')
  await expect(range.take('10.0.0.1')).rejects.toThrow('provided IP is already allocated')
})

test('IPv6 ranges count in their own notation', async () => {
  const range = new IpRange('fd00::/108', random())
  expect(range.family).toBe('IPv6')
  await range.take('fd00::1')
  expect(range.has('fd00:0:0::1')).toBe(true)
  expect(await range.next()).toMatch(/^fd00::/)
})

test('node ports keep to their range', async () => {
  const ports = new PortRange(30000, 30010, random())
  await expect(ports.take(80)).rejects.toThrow(
    'provided port is not in the valid range. The range of valid ports is 30000-30010',
  )
  await ports.take(30005)
  await expect(ports.take(30005)).rejects.toThrow('provided port is already allocated')
  const given = await Promise.all(Array.from({ length: 10 }, () => ports.next()))
  expect(new Set([...given, 30005]).size).toBe(11)
  await expect(ports.next()).rejects.toThrow('range is full')
})
