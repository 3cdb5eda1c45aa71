/** A request on its way through the corridor, and what endpoints work with. */
import type { WireRequest } from '@elli/host/wire'
import type { AnnotationLevel } from '../admission/plugin.ts'
import type { UserInfo } from '../authentication/authenticator.ts'
import type { LatencyElsewhere } from '../corridor/latency-elsewhere.ts'
import type { RequestInfo } from '../request-info.ts'

export interface Call {
  readonly request: WireRequest
  readonly info: RequestInfo
  readonly user: UserInfo
  /** Texts for Warning headers of the answer. */
  readonly warnings: string[]
  /** Notes what time the request spent with others than this server. */
  readonly elsewhere?: LatencyElsewhere
  /** Asks whether the user may do something else to the same object, such as create what is missing. @throws ApiError 403 */
  authorize?(verb: string): Promise<void>
  /** Adds an annotation to the audit event of the request. */
  annotate?(key: string, value: string, level?: AnnotationLevel): void
}
