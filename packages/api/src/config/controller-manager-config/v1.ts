/**
 * controllermanager.config.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { apiPackage, type MessageSchema, list, string } from '../../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'config/controller-manager-config/v1',
  group: 'controllermanager.config.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/controller-manager/config/v1',
})
export const packageInfo = pkg.package

export type LeaderMigrationConfiguration = T.LeaderMigrationConfiguration
export const LeaderMigrationConfiguration: MessageSchema<LeaderMigrationConfiguration> = pkg.message(
  'LeaderMigrationConfiguration',
  {
    leaderName: string(0, { required: true }),
    controllerLeaders: list(0, () => ControllerLeaderConfiguration, { required: true, listType: 'atomic' }),
  },
  { kind: true },
)

export type ControllerLeaderConfiguration = T.ControllerLeaderConfiguration
export const ControllerLeaderConfiguration: MessageSchema<ControllerLeaderConfiguration> = pkg.message(
  'ControllerLeaderConfiguration',
  {
    name: string(0, { required: true }),
    component: string(0, { required: true }),
  },
)
