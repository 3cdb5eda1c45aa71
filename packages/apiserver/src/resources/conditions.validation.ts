/** metav1.Condition lists. In: conditions, their path. Out: field errors. */
import type { Condition } from '@elli/api/meta/v1'
import { duplicate, required } from '@elli/machinery/field'
import { type Errors, type FieldPath, list, nonNegative, oneOf, qualifiedName, say, text } from './checks.ts'

const maxReasonLength = 1024
const maxMessageLength = 32 * 1024
const reasonPattern = /^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/

export function validateConditions(
  errors: Errors,
  path: FieldPath,
  conditions: readonly Condition[] | undefined,
): void {
  const seen = new Set<string>()
  for (const [i, condition] of list(conditions).entries()) {
    const at = path.index(i)
    if (seen.has(condition.type)) errors.push(duplicate(at.child('type'), condition.type))
    seen.add(condition.type)
    validateCondition(errors, at, condition)
  }
}

function validateCondition(errors: Errors, path: FieldPath, condition: Condition): void {
  const type = text(condition.type)
  const status = text(condition.status)
  const reason = text(condition.reason)
  const message = text(condition.message)
  qualifiedName(errors, path.child('type'), type)
  oneOf(errors, path.child('status'), status, ['False', 'True', 'Unknown'])
  nonNegative(errors, path.child('observedGeneration'), condition.observedGeneration)
  if (!condition.lastTransitionTime) errors.push(required(path.child('lastTransitionTime'), 'must be set'))
  if (reason === '') errors.push(required(path.child('reason'), 'must be set'))
  else {
    if (!reasonPattern.test(reason)) {
      const text =
        "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_'"
      const pattern = '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?'
      say(errors, path.child('reason'), reason, [
        `${text} (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '${pattern}')`,
      ])
    }
    tooLong(errors, path.child('reason'), reason, maxReasonLength)
  }
  tooLong(errors, path.child('message'), message, maxMessageLength)
}

function tooLong(errors: Errors, path: FieldPath, value: string, max: number): void {
  if (Buffer.byteLength(value) <= max) return
  errors.push({
    type: 'FieldValueTooLong',
    field: path.toString(),
    badValue: value,
    detail: `must have at most ${max} bytes`,
  })
}
