/**
 * controllermanager.config.k8s.io/v1alpha1: every type of the group version, as schema.
 * Types: v1alpha1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import {
  ClientConnectionConfiguration,
  DebuggingConfiguration,
  LeaderElectionConfiguration,
} from '../component-base-config/v1alpha1.ts'
import { apiPackage, type MessageSchema, bool, duration, int32, list, ref, string } from '../../schema/schema.ts'
import type * as T from './v1alpha1.types.ts'

const pkg = apiPackage({
  path: 'config/controller-manager-config/v1alpha1',
  group: 'controllermanager.config.k8s.io',
  version: 'v1alpha1',
  goPackage: 'k8s.io/controller-manager/config/v1alpha1',
})
export const packageInfo = pkg.package

export type GenericControllerManagerConfiguration = T.GenericControllerManagerConfiguration
export const GenericControllerManagerConfiguration: MessageSchema<GenericControllerManagerConfiguration> = pkg.message(
  'GenericControllerManagerConfiguration',
  {
    Port: int32(0, { required: true }),
    Address: string(0, { required: true }),
    MinResyncPeriod: duration(0, { required: true }),
    ClientConnection: ref(0, () => ClientConnectionConfiguration, { required: true }),
    ControllerStartInterval: duration(0, { required: true }),
    LeaderElection: ref(0, () => LeaderElectionConfiguration, { required: true }),
    Controllers: list(0, 'string', { required: true }),
    Debugging: ref(0, () => DebuggingConfiguration, { required: true }),
    LeaderMigrationEnabled: bool(0, { required: true }),
    LeaderMigration: ref(0, () => LeaderMigrationConfiguration, { required: true }),
  },
)

export type LeaderMigrationConfiguration = T.LeaderMigrationConfiguration
export const LeaderMigrationConfiguration: MessageSchema<LeaderMigrationConfiguration> = pkg.message(
  'LeaderMigrationConfiguration',
  {
    leaderName: string(0, { required: true }),
    resourceLock: string(0, { required: true }),
    controllerLeaders: list(0, () => ControllerLeaderConfiguration, { required: true }),
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
