/** Names of finalizers: the house's own, or with a domain. */
import { expect, test } from 'vitest'
import { configMap, texts } from './examples.ts'
import { finalizerNameErrors, withFinalizerNames } from './finalizer-names.validation.ts'
import { configmapsStrategy } from './core/configmaps.ts'
import { eventsStrategy } from './core/events.ts'

test('a finalizer without a domain is one of three', () => {
  const errors = finalizerNameErrors(
    configMap({ metadata: { name: 'a', finalizers: ['orphan', 'kubernetes', 'foregroundDeletion', 'a.b/c', 'mine'] } }),
  )
  expect(texts(errors)).toEqual([
    'metadata.finalizers[4]: Invalid value: "mine": name is neither a standard finalizer name nor is it fully qualified',
  ])
})

test('events never were asked', () => {
  expect(withFinalizerNames(eventsStrategy)).toBe(eventsStrategy)
  expect(withFinalizerNames(configmapsStrategy)).not.toBe(configmapsStrategy)
})
