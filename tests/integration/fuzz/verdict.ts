/** Which answers are right for wrong input: anything below 500, and what upstream answers with 5xx too, each with its reason. */
import type { FuzzRequest } from './requests.ts'
import type { Answer } from './roads.ts'

interface Excuse {
  readonly why: string
  readonly code: number
  readonly text: RegExp
  readonly only?: (request: FuzzRequest) => boolean
}

export const excuses: readonly Excuse[] = [
  {
    why: 'a revision that is still to come is waited for, in vain',
    code: 504,
    text: /Too large resource version/,
  },
  {
    why: 'an applied configuration that has not the form of its kind: upstream gives the error of its type parser without a reason',
    code: 500,
    text: /failed to (?:create typed patch|convert new) object/,
  },
  {
    why: 'a webhook that must be asked cannot be reached',
    code: 500,
    text: /failed calling webhook/,
  },
  {
    why: 'groups, uid or extra of nobody: upstream has no name for a request that impersonates without a user',
    code: 500,
    text: /without impersonating a user/,
  },
  {
    why: 'DeleteOptions that cannot be read: upstream hands on the error of its decoder as it is',
    code: 500,
    text: /DeleteOptions|is registered for version|yaml: |json: |proto: |protobuf message, expected prefix|unexpected EOF|get version\/kind/,
    only: ({ method }) => method === 'DELETE',
  },
  {
    why: 'upstream hands on what is wrong with a Binding as an error that is no Status',
    code: 500,
    text: /target\.(name|kind): /,
    only: ({ path }) => /bindings?(\?|$)/.test(path),
  },
  {
    why: 'addresses are given before a Service is validated: without a name its IPAddress is not valid, and without a ServiceCIDR there are none',
    code: 500,
    text: /failed to allocate a serviceIP: (IPAddress\.networking\.k8s\.io .* is invalid: spec\.parentRef|range is full)/,
  },
  {
    why: 'the client asked for less time than its request takes',
    code: 504,
    text: /request did not complete within the allotted timeout/,
    only: ({ path }) => path.includes('timeout'),
  },
  {
    why: 'an aggregated server that is not there',
    code: 503,
    text: /^service unavailable\s*$/,
    only: ({ path }) => path.includes('agg.example.com'),
  },
  {
    why: 'behind the proxies of nodes, services and pods nobody listens',
    code: 503,
    text: /no preferred addresses found|no service port|no endpoints available|error trying to reach service|^$/,
    only: ({ path }) => path.includes('/proxy'),
  },
  {
    why: 'a connection through a proxy to where nobody listens',
    code: 500,
    text: /nothing listens there|nothing runs in its pods/,
    only: ({ road }) => road === 'upgrade',
  },
]

/** @returns the reason why this 5xx is upstream's answer too; undefined when there is none */
export function excuseFor(request: FuzzRequest, { code, text }: Answer): string | undefined {
  // The answer to HEAD has no text to tell by.
  const fits = (excuse: Excuse): boolean =>
    excuse.code === code && (request.method === 'HEAD' || excuse.text.test(text)) && (excuse.only?.(request) ?? true)
  return excuses.find(fits)?.why
}
