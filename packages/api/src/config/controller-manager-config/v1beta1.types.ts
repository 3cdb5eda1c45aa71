/** Types of controllermanager.config.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */

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
