/** A request on its way through the corridor, and what endpoints work with. */
import type { WireRequest } from '@elli/host/wire'
import type { UserInfo } from '../authentication/authenticator.ts'
import type { RequestInfo } from '../request-info.ts'

export interface Call {
  readonly request: WireRequest
  readonly info: RequestInfo
  readonly user: UserInfo
  /** Texts for Warning headers of the answer. */
  readonly warnings: string[]
  /** Adds an annotation to the audit event of the request. */
  annotate?(key: string, value: string): void
}
