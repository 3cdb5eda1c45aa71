/** AlwaysAdmit: lets everything pass. Without meaning, but a name that old command lines still give. */
import type { AdmissionPluginFactory } from './plugin.ts'

export const alwaysAdmit: AdmissionPluginFactory = ({ host }) => {
  host.log.warn(
    'AlwaysAdmit admission controller is deprecated. Please remove this controller from your configuration files and scripts.',
  )
  return { name: 'AlwaysAdmit', handles: () => false }
}
