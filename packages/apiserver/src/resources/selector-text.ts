/** A label selector of an object as one line of text, as the scale subresource gives it; what cannot be read is empty. */
import type { LabelSelector } from '@elli/api/meta/v1'
import { compileSelector } from './workload.validation.ts'

export function selectorText(selector: LabelSelector | undefined): string {
  return compileSelector(selector)?.toString() ?? ''
}
