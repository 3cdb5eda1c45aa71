import { describe, expect, it } from 'vitest'
import { InOrder } from './in-order.ts'

describe('InOrder', () => {
  it('runs a task after the one before it has ended', async () => {
    const seen: string[] = []
    const order = new InOrder(() => seen.push('failed'))
    let release = (): void => {}
    order.add(async () => {
      await new Promise<void>((resolve) => {
        release = resolve
      })
      seen.push('first')
    })
    const done = new Promise<void>((resolve) => {
      order.add(() => {
        seen.push('second')
        resolve()
      })
    })
    await Promise.resolve()
    await Promise.resolve()
    expect(seen).toEqual([])
    release()
    await done
    expect(seen).toEqual(['first', 'second'])
  })

  it('tells the first failure and drops what follows', async () => {
    const seen: unknown[] = []
    const failed = new Promise<void>((resolve) => {
      const order = new InOrder((error) => {
        seen.push(error)
        resolve()
      })
      order.add(() => {
        throw new Error('no converter')
      })
      order.add(() => {
        seen.push('never')
      })
    })
    await failed
    await new Promise<void>((resolve) => queueMicrotask(resolve))
    expect(seen).toEqual([new Error('no converter')])
  })
})
