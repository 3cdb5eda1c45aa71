/**
 * apiserver.config.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { apiPackage, type MessageSchema, string } from '../../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'config/webhookadmission/v1',
  group: 'apiserver.config.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/apiserver/pkg/admission/plugin/webhook/config/apis/webhookadmission/v1',
})
export const packageInfo = pkg.package

export type WebhookAdmission = T.WebhookAdmission
export const WebhookAdmission: MessageSchema<WebhookAdmission> = pkg.message(
  'WebhookAdmission',
  {
    kubeConfigFile: string(0, { required: true }),
  },
  { kind: true },
)
