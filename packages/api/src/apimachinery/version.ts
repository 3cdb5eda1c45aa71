/**
 * version: every type of the group version, as schema.
 * Types: version.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { apiPackage, type MessageSchema, string } from '../schema/schema.ts'
import type * as T from './version.types.ts'

const pkg = apiPackage({
  path: 'apimachinery/version',
  group: '',
  version: 'version',
  goPackage: 'k8s.io/apimachinery/pkg/version',
})
export const packageInfo = pkg.package

export type Info = T.Info
export const Info: MessageSchema<Info> = pkg.message('Info', {
  major: string(0, { required: true }),
  minor: string(0, { required: true }),
  gitVersion: string(0, { required: true }),
  gitCommit: string(0, { required: true }),
  gitTreeState: string(0, { required: true }),
  buildDate: string(0, { required: true }),
  goVersion: string(0, { required: true }),
  compiler: string(0, { required: true }),
  platform: string(0, { required: true }),
})
