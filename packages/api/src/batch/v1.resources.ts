/** Resources served in batch/v1: how each is named, scoped and spoken to. */
import { CronJob, Job } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const cronjobs: ResourceInfo<CronJob> = resource({
  kind: 'CronJob',
  plural: 'cronjobs',
  singular: 'cronjob',
  listKind: 'CronJobList',
  shortNames: ['cj'],
  categories: ['all'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'], kind: { group: 'batch', version: 'v1', kind: 'CronJob' } },
  ],
  schema: CronJob,
})

export const jobs: ResourceInfo<Job> = resource({
  kind: 'Job',
  plural: 'jobs',
  singular: 'job',
  listKind: 'JobList',
  categories: ['all'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'], kind: { group: 'batch', version: 'v1', kind: 'Job' } },
  ],
  schema: Job,
})
