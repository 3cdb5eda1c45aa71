/**
 * Events on the server. Kept for an hour; written in two shapes, the core one and that of events.k8s.io, which asks more.
 * Elsewhere: conversion between the two (the registry).
 */
import { events } from '@elli/api/core/v1.resources'
import type { Event } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { at, invalid, required } from '@elli/machinery/field'
import { checkPathSegmentName } from '@elli/machinery/names'
import type { Strategy, StrategyContext } from '../../registry/strategy.ts'
import { checkDns1123Subdomain, collect, type Errors, immutable, qualifiedName, say } from '../checks.ts'
import { plainEqual } from '../equality.ts'
import { column, since, wide } from '../printing.ts'

/** The newer API was made to be strict; in core/v1 whatever was let pass once still is. */
function isStrict(context: StrategyContext): boolean {
  return context.requestApiVersion === 'events.k8s.io/v1'
}

/** The newer API has its own names for most fields; the core ones are unknown to it. */
const strictLabels = {
  'regarding.kind': 'involvedObject.kind',
  'regarding.namespace': 'involvedObject.namespace',
  'regarding.name': 'involvedObject.name',
  'regarding.uid': 'involvedObject.uid',
  'regarding.apiVersion': 'involvedObject.apiVersion',
  'regarding.resourceVersion': 'involvedObject.resourceVersion',
  'regarding.fieldPath': 'involvedObject.fieldPath',
  reason: 'reason',
  reportingController: 'reportingComponent',
  type: 'type',
}

export const eventsStrategy: Strategy<Event> = {
  resource: events,
  allowCreateOnUpdate: true,
  // Names of events were never looked at beyond what a path can hold.
  validateName: checkPathSegmentName,
  ttlSeconds: 3600,
  validate: (event, context) =>
    collect((errors) => {
      validateLegacy(errors, event, context)
      if (isStrict(context)) validateStrictCreate(errors, event)
    }),
  validateUpdate: (event, old, context) =>
    collect((errors) => {
      validateLegacy(errors, event, context)
      if (isStrict(context)) validateStrictUpdate(errors, event, old)
    }),
  fieldSelectors: {
    'involvedObject.kind': (event) => event.involvedObject.kind ?? '',
    'involvedObject.namespace': (event) => event.involvedObject.namespace ?? '',
    'involvedObject.name': (event) => event.involvedObject.name ?? '',
    'involvedObject.uid': (event) => event.involvedObject.uid ?? '',
    'involvedObject.apiVersion': (event) => event.involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': (event) => event.involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': (event) => event.involvedObject.fieldPath ?? '',
    reason: (event) => event.reason ?? '',
    reportingComponent: (event) => event.reportingComponent ?? '',
    source: (event) => event.source?.component || (event.reportingComponent ?? ''),
    type: (event) => event.type ?? '',
  },
  fieldLabels: { 'events.k8s.io/v1': strictLabels },
  table: {
    columns: [
      column('Last Seen', 'When the event was last observed.'),
      column('Type', 'Normal or Warning; more may come.'),
      column('Reason', 'One word for why.'),
      column('Object', 'What the event is about.'),
      column('Subobject', 'Which part of it.', wide),
      column('Source', 'Who reported the event.', wide),
      column('Message', 'What happened, for people.'),
      column('First Seen', 'When the event was first observed.', wide),
      column('Count', 'How often the event happened.', wide),
      column('Name', 'Name of the event.', { wide: true, format: 'name' }),
    ],
    row: eventRow,
  },
}

function eventRow(event: Event, now: Instant) {
  const { involvedObject, series } = event
  const first = event.firstTimestamp ? since(event.firstTimestamp, now) : since(event.eventTime, now)
  const last = series
    ? since(series.lastObservedTime, now)
    : event.lastTimestamp
      ? since(event.lastTimestamp, now)
      : first
  const kind = (involvedObject.kind ?? '').toLowerCase()
  const component = event.source?.component || event.reportingComponent || ''
  const instance = event.source?.host || event.reportingInstance || ''
  return [
    last,
    event.type ?? '',
    event.reason ?? '',
    involvedObject.name ? `${kind}/${involvedObject.name}` : kind,
    involvedObject.fieldPath ?? '',
    instance === '' ? component : `${component}, ${instance}`,
    (event.message ?? '').trim(),
    first,
    series ? (series.count ?? 0) : event.count || 1,
    event.metadata.name ?? '',
  ]
}

function validateLegacy(errors: Errors, event: Event, context: StrategyContext): void {
  const namespace = event.metadata.namespace ?? ''
  const objectNamespace = event.involvedObject?.namespace ?? ''
  const mismatch = (): void => {
    errors.push(invalid(at('involvedObject', 'namespace'), objectNamespace, 'does not match event.namespace'))
  }
  if (!event.eventTime) {
    if (objectNamespace === '' ? namespace !== '' && namespace !== 'default' : namespace !== objectNamespace) mismatch()
  } else {
    if (objectNamespace === '' && namespace !== 'default' && namespace !== 'kube-system') mismatch()
    const reporter = isStrict(context) ? 'reportingController' : 'reportingComponent'
    if (!event.reportingComponent) errors.push(required(at(reporter), ''))
    qualifiedName(errors, at(reporter), event.reportingComponent ?? '')
    for (const name of ['reportingInstance', 'action', 'reason'] as const) {
      const value = event[name] ?? ''
      if (value === '') errors.push(required(at(name), ''))
      if (Buffer.byteLength(value) > 128) errors.push(invalid(at(name), '', 'can have at most 128 characters'))
    }
    if (Buffer.byteLength(event.message ?? '') > 1024) {
      errors.push(invalid(at('message'), '', 'can have at most 1024 characters'))
    }
  }
  say(errors, at('namespace'), namespace, checkDns1123Subdomain(namespace))
}

function validateSeries(errors: Errors, event: Event): void {
  if (event.series === undefined) return
  if ((event.series.count ?? 0) < 2) errors.push(invalid(at('series.count'), '', 'should be at least 2'))
  if (!event.series.lastObservedTime) errors.push(required(at('series.lastObservedTime'), ''))
}

function validateStrictCreate(errors: Errors, event: Event): void {
  validateSeries(errors, event)
  if (!event.eventTime) errors.push(required(at('eventTime'), ''))
  if (event.type !== 'Normal' && event.type !== 'Warning') {
    errors.push(invalid(at('type'), '', `has invalid value: ${event.type ?? ''}`))
  }
  const unset = (name: string, isSet: boolean): void => {
    if (isSet) errors.push(invalid(at(name), '', 'needs to be unset'))
  }
  unset('firstTimestamp', Boolean(event.firstTimestamp))
  unset('lastTimestamp', Boolean(event.lastTimestamp))
  unset('count', Boolean(event.count))
  unset('source', Boolean(event.source?.component || event.source?.host))
}

/** All but the series is history. */
function validateStrictUpdate(errors: Errors, event: Event, old: Event): void {
  if (!plainEqual(event.series, old.series)) validateSeries(errors, event)
  const fields = [
    'involvedObject',
    'reason',
    'message',
    'source',
    'firstTimestamp',
    'lastTimestamp',
    'count',
    'reason',
    'type',
    'eventTime',
    'action',
    'related',
  ] as const
  for (const name of fields) immutable(errors, at(name), event[name], old[name])
  immutable(errors, at('reportingController'), event.reportingComponent, old.reportingComponent)
  immutable(errors, at('reportingInstance'), event.reportingInstance, old.reportingInstance)
}
