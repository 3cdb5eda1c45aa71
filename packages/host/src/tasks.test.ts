import { expect, test } from 'vitest'
import { TaskGroup } from './tasks.ts'

test('leaving the scope aborts the tasks and waits until they have ended', async () => {
  let ended = false
  {
    await using tasks = new TaskGroup()
    tasks.start(async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      await Promise.resolve()
      ended = true
    })
  }
  expect(ended).toBe(true)
})

test('an unexpected error stops the others and is rethrown', async () => {
  const tasks = new TaskGroup()
  tasks.start(
    (signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  )
  tasks.start(async () => {
    throw new Error('broken')
  })
  await expect(tasks.settled()).rejects.toThrow('broken')
  expect(tasks.signal.aborted).toBe(true)
})

test('the parent signal ends the group', async () => {
  const parent = new AbortController()
  const tasks = new TaskGroup(parent.signal)
  parent.abort(new Error('over'))
  expect(tasks.signal.reason).toMatchObject({ message: 'over' })
  await tasks.stop()
})
