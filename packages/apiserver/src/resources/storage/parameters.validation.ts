/** Provisioners and their parameters, of storage classes and volume attributes classes. */
import { invalid, required, tooLong } from '@elli/machinery/field'
import { type Errors, type FieldPath, qualifiedName } from '../checks.ts'

const maxParameters = 512
const maxParameterBytes = 256 * 1024

export function validateProvisioner(errors: Errors, path: FieldPath, provisioner: string | undefined): void {
  if (!provisioner) errors.push(required(path, ''))
  else qualifiedName(errors, path, provisioner.toLowerCase())
}

export function validateParameters(
  errors: Errors,
  path: FieldPath,
  parameters: Readonly<Record<string, string>> | undefined,
  allowEmpty: boolean,
): void {
  const entries = Object.entries(parameters ?? {})
  if (entries.length > maxParameters) {
    errors.push(tooLong(path, 'Provisioner Parameters exceeded max allowed', maxParameters))
    return
  }
  let size = 0
  for (const [key, value] of entries) {
    if (key === '') errors.push(invalid(path, key, 'field can not be empty.'))
    size += Buffer.byteLength(key) + Buffer.byteLength(value)
  }
  if (size > maxParameterBytes) errors.push(tooLong(path, '', maxParameterBytes))
  if (!allowEmpty && entries.length === 0) {
    errors.push(required(path, 'must contain at least one key/value pair'))
  }
}
