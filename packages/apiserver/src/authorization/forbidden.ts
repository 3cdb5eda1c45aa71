/** The answer to a request that nobody allowed: upstream's sentence about who wanted what, as an ApiError. */
import { forbidden, type ApiError } from '@elli/machinery/errors'
import { goQuote } from '@elli/machinery/go-quote'
import type { Attributes } from './authorizer.ts'

/** `User "x" cannot list resource "pods" in API group "" in the namespace "y"` */
export function forbiddenMessage(attributes: Attributes): string {
  const { user, verb, apiGroup, resource, subresource, namespace } = attributes
  if (!attributes.isResource) return `User ${goQuote(user.name)} cannot ${verb} path ${goQuote(attributes.path)}`
  const what = goQuote(subresource === '' ? resource : `${resource}/${subresource}`)
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${goQuote(namespace)}`
  return `User ${goQuote(user.name)} cannot ${verb} resource ${what} in API group ${goQuote(apiGroup)} ${where}`
}

export function forbiddenByAuthorizer(attributes: Attributes, reason: string): ApiError {
  // The text may be shown by a browser: nothing in it may look like a tag.
  const message = forbiddenMessage(attributes).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const text = reason === '' ? message : `${message}: ${reason}`
  return forbidden({ group: attributes.apiGroup, resource: attributes.resource }, attributes.name, text)
}
