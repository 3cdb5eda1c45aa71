/** DenyServiceExternalIPs: no Service gets an external address that it did not have before. */
import type { Service } from '@elli/api/core/v1'
import { services } from '@elli/api/core/v1.resources'
import type { AdmissionPluginFactory } from './plugin.ts'
import { handlesOnly, objectOf, refusal } from './requests.ts'

export const denyServiceExternalIps: AdmissionPluginFactory = () => ({
  name: 'DenyServiceExternalIPs',
  handles: handlesOnly(services, 'CREATE', 'UPDATE'),
  validate(request) {
    const wanted = objectOf<Service>(request).spec?.externalIPs ?? []
    const had = (request.oldObject as Service | undefined)?.spec?.externalIPs ?? []
    if (wanted.every((ip) => had.includes(ip))) return
    throw refusal(request, 'Use of external IPs is denied by admission control')
  },
})
