/** AlwaysDeny: refuses every write. For tests of clients. */
import type { AdmissionPluginFactory, AdmissionRequest } from './plugin.ts'
import { refusal } from './requests.ts'

export const alwaysDeny: AdmissionPluginFactory = ({ host }) => {
  host.log.warn(
    'AlwaysDeny admission controller is deprecated. Please remove this controller from your configuration files and scripts.',
  )
  const refuse = (request: AdmissionRequest): never => {
    throw refusal(request, 'admission control is denying all modifications')
  }
  return { name: 'AlwaysDeny', handles: () => true, admit: refuse, validate: refuse }
}
