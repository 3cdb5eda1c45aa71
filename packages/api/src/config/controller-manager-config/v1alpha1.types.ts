/** Types of controllermanager.config.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type {
  ClientConnectionConfiguration,
  DebuggingConfiguration,
  LeaderElectionConfiguration,
} from '../component-base-config/v1alpha1.types.ts'

export interface GenericControllerManagerConfiguration {
  Port: number
  Address: string
  /** Duration such as 1m30s. */
  MinResyncPeriod: string
  ClientConnection: ClientConnectionConfiguration
  /** Duration such as 1m30s. */
  ControllerStartInterval: string
  LeaderElection: LeaderElectionConfiguration
  Controllers: string[]
  Debugging: DebuggingConfiguration
  LeaderMigrationEnabled: boolean
  LeaderMigration: LeaderMigrationConfiguration
}

export interface LeaderMigrationConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  leaderName: string
  resourceLock: string
  controllerLeaders: ControllerLeaderConfiguration[]
}

export interface ControllerLeaderConfiguration {
  name: string
  component: string
}
