import { simulatedHost } from '@elli/host/simulated'
import { memoryStore } from '@elli/store/memory'
import { expect, test } from 'vitest'
import { MasterLeases } from './master-leases.ts'

test('servers that renew are listed, one that stops is gone after its time, one that leaves at once', async () => {
  const host = simulatedHost({ seed: 1 })
  const store = memoryStore(host)
  const [a, b, c] = [new MasterLeases(store), new MasterLeases(store), new MasterLeases(store)]
  await Promise.all([a.renew('10.0.0.2'), b.renew('10.0.0.1'), c.renew('10.0.0.3')])
  expect(await a.list()).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3'])
  await c.remove('10.0.0.3')
  await host.advance(10_000)
  await a.renew('10.0.0.2')
  expect(await b.list()).toEqual(['10.0.0.1', '10.0.0.2'])
  await host.advance(10_000)
  expect(await a.list()).toEqual(['10.0.0.2'])
})

test('a kube-apiserver finds the address where it looks for it', async () => {
  const store = memoryStore(simulatedHost({ seed: 1 }))
  await new MasterLeases(store).renew('10.0.0.2')
  const { kv } = await store.get('/registry/masterleases/10.0.0.2')
  expect(kv?.lease).toBeGreaterThan(0)
  expect(Buffer.from(kv?.value ?? []).toString('latin1')).toMatch(/^k8s\0[\s\S]*Endpoints[\s\S]*10\.0\.0\.2/)
})
