/** IngressClasses on the server. */
import { ingressclasses } from '@elli/api/networking/v1.resources'
import { type IngressClass, type IngressClassParametersReference, IngressClassSpec } from '@elli/api/networking/v1'
import { at, forbidden, required, tooLong } from '@elli/machinery/field'
import { validateDomainPrefixedPath } from '@elli/machinery/names'
import type { Strategy } from '../../registry/strategy.ts'
import { checkNamespaceName, collect, type Errors, type FieldPath, immutable, oneOf, say } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'
import { validateTypedReference } from './typed-reference.validation.ts'

const controllerPath = at('spec', 'controller')

export const ingressclassesStrategy: Strategy<IngressClass> = {
  resource: ingressclasses,
  prepareForCreate: firstGeneration,
  validate: (item) => collect((errors) => validate(errors, item)),
  prepareForUpdate(item, old) {
    if (!semanticEqual(IngressClassSpec, item.spec, old.spec)) nextGeneration(item, old)
  },
  validateUpdate: (item, old) =>
    collect((errors) => {
      immutable(errors, controllerPath, item.spec?.controller ?? '', old.spec?.controller ?? '')
      validate(errors, item)
    }),
  table: table<IngressClass>(
    [
      column('Controller', 'Controller that takes care of ingresses of the class.'),
      column('Parameters', 'Object with its settings.'),
      ageColumn,
    ],
    (item, now) => [item.spec?.controller ?? '', parametersText(item.spec?.parameters), ageOf(item, now)],
  ),
}

function parametersText(parameters: IngressClassParametersReference | undefined): string {
  if (parameters === undefined) return '<none>'
  const group = parameters.apiGroup === undefined ? '' : `.${parameters.apiGroup}`
  return `${parameters.kind}${group}/${parameters.name}`
}

function validate(errors: Errors, item: IngressClass): void {
  const { controller = '', parameters } = item.spec ?? {}
  if (controller.length > 250) errors.push(tooLong(controllerPath, controller, 250))
  errors.push(...validateDomainPrefixedPath(controllerPath, controller))
  if (parameters !== undefined) validateParameters(errors, at('spec', 'parameters'), parameters)
}

function validateParameters(errors: Errors, path: FieldPath, parameters: IngressClassParametersReference): void {
  validateTypedReference(errors, path, parameters)
  const { scope, namespace } = parameters
  if (scope === undefined) {
    errors.push(required(path.child('scope'), ''))
    return
  }
  oneOf(errors, path.child('scope'), scope, ['Cluster', 'Namespace'])
  const where = path.child('namespace')
  if (scope === 'Namespace') {
    if (namespace === undefined) errors.push(required(where, "`parameters.scope` is set to 'Namespace'"))
    else say(errors, where, namespace, checkNamespaceName(namespace))
  }
  if (scope === 'Cluster' && namespace !== undefined) {
    errors.push(forbidden(where, "`parameters.scope` is set to 'Cluster'"))
  }
}
