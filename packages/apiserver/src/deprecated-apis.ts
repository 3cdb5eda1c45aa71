/**
 * Served versions of built-in kinds that clients should leave: since when, until when, and for what.
 * In: a group, version and resource. Out: what clients are warned of, and what metrics and audit tell.
 * @see k8s.io/api zz_generated.prerelease-lifecycle.go, apiserver pkg/endpoints/deprecation
 */
import type { Handler } from './router.ts'

export interface DeprecatedApi {
  readonly warning: string
  /** `1.32`; empty when nobody knows. */
  readonly removedRelease: string
}

type Row = readonly [place: string, kind: string, since: string, removed: string, replacement?: string]

const rows: readonly Row[] = [
  ['/v1/componentstatuses', 'ComponentStatus', '1.19', ''],
  ['admissionregistration.k8s.io/v1beta1/validatingadmissionpolicies', 'ValidatingAdmissionPolicy', '1.31', '1.34'],
  [
    'admissionregistration.k8s.io/v1beta1/validatingadmissionpolicybindings',
    'ValidatingAdmissionPolicyBinding',
    '1.31',
    '1.34',
  ],
  ['authentication.k8s.io/v1alpha1/selfsubjectreviews', 'SelfSubjectReview', '1.29', '1.32'],
  ['authentication.k8s.io/v1beta1/selfsubjectreviews', 'SelfSubjectReview', '1.30', '1.33'],
  ['certificates.k8s.io/v1alpha1/clustertrustbundles', 'ClusterTrustBundle', '1.29', '1.32'],
  [
    'flowcontrol.apiserver.k8s.io/v1beta3/flowschemas',
    'FlowSchema',
    '1.29',
    '1.32',
    'flowcontrol.apiserver.k8s.io/v1 FlowSchema',
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta3/prioritylevelconfigurations',
    'PriorityLevelConfiguration',
    '1.29',
    '1.32',
    'flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration',
  ],
]

const known: ReadonlyMap<string, DeprecatedApi> = new Map(
  rows.map(([place, kind, since, removedRelease, replacement]) => {
    const groupVersion = place.slice(0, place.lastIndexOf('/')).replace(/^\//, '')
    const until = removedRelease === '' ? '' : `, unavailable in v${removedRelease}+`
    const instead = replacement === undefined ? '' : `; use ${replacement}`
    return [place, { warning: `${groupVersion} ${kind} is deprecated in v${since}+${until}${instead}`, removedRelease }]
  }),
)

export function deprecatedApi(group: string, version: string, resource: string): DeprecatedApi | undefined {
  return known.get(`${group}/${version}/${resource}`)
}

/** The handlers of a resource, telling who calls them of its deprecation, if there is one. */
export function warning(
  info: { readonly group: string; readonly version: string; readonly resource: string },
  handlers: ReadonlyMap<string, Handler>,
): ReadonlyMap<string, Handler> {
  const api = deprecatedApi(info.group, info.version, info.resource)
  if (api === undefined) return handlers
  const told = (handler: Handler): Handler => {
    return (call) => {
      call.warnings.push(api.warning)
      call.annotate?.('k8s.io/deprecated', 'true')
      if (api.removedRelease !== '') call.annotate?.('k8s.io/removed-release', api.removedRelease)
      return handler(call)
    }
  }
  return new Map([...handlers].map(([name, handler]) => [name, told(handler)]))
}
