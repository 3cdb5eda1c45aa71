/** What requests are aimed at: every resource of every version with its sub-resources, and the custom kind. */
import { allResources, type ResourceInfo } from '@elli/api/resources'
import { schemaOfKind } from '@elli/api/kinds'
import type { MessageSchema } from '@elli/api/schema/schema'
import type { Chance } from './chance.ts'
import { mutated } from './mutate.ts'
import { customObject } from './custom-kind.ts'
import { seeds } from './seeds.ts'
import { shaped, type Shape } from './shaped.ts'

export interface Target {
  /** Collection, without the namespace's name resolved away. */
  readonly path: string
  readonly apiVersion: string
  readonly kind: string
  readonly schema: MessageSchema | undefined
  readonly subresources: readonly {
    readonly name: string
    readonly schema: MessageSchema | undefined
    readonly apiVersion: string
    readonly kind: string
  }[]
  readonly seeds: readonly Shape[]
}

function targetOf(info: ResourceInfo): Target {
  const root = info.group === '' ? '/api/v1' : `/apis/${info.apiVersion}`
  const where = info.namespaced ? '/namespaces/default' : ''
  return {
    path: `${root}${where}/${info.resource}`,
    apiVersion: info.apiVersion,
    kind: info.kind,
    schema: info.schema,
    subresources: info.subresources.map(({ name, kind }) => ({
      name,
      schema: schemaOfKind(kind),
      apiVersion: kind.group === '' ? kind.version : `${kind.group}/${kind.version}`,
      kind: kind.kind,
    })),
    seeds: seeds[`${info.resource}.${info.group}`] ?? [],
  }
}

const builtIn: readonly Target[] = allResources.map(targetOf)
/** Those with rules of their own are aimed at more often than the rest. */
const ruled: readonly Target[] = builtIn.filter((target) => target.seeds.length > 0)
const custom: readonly Target[] = ['v1', 'v2'].map((version) => ({
  path: `/apis/fuzz.example.com/${version}/namespaces/default/things`,
  apiVersion: `fuzz.example.com/${version}`,
  kind: 'Thing',
  schema: undefined,
  subresources: ['status', 'scale'].map((name) => ({
    name,
    schema: undefined,
    apiVersion: `fuzz.example.com/${version}`,
    kind: 'Thing',
  })),
  seeds: [customObject],
}))

export function anyTarget(chance: Chance): Target {
  return chance.branch([
    [5, () => chance.pick(ruled)],
    [3, () => chance.pick(builtIn)],
    [2, () => chance.pick(custom)],
  ])
}

const names = [
  'x',
  'y',
  'z',
  'v1.agg.example.com',
  'others.fuzz.example.com',
  'things.fuzz.example.com',
  'X_',
  'default',
  '10.97.0.5',
]

/** An object for that target: right, nearly right, or only of the right shape. */
export function objectFor(target: Pick<Target, 'apiVersion' | 'kind' | 'schema' | 'seeds'>, chance: Chance): Shape {
  const { apiVersion, kind, schema } = target
  const made = chance.branch<Shape>([
    [target.seeds.length > 0 ? 2 : 0, () => structuredClone(chance.pick(target.seeds))],
    [target.seeds.length > 0 ? 6 : 0, () => mutated(chance.pick(target.seeds), chance, 4)],
    [4, () => (schema === undefined ? mutated(customObject, chance, 6) : shaped(schema, chance))],
  ])
  const metadata = typeof made['metadata'] === 'object' && made['metadata'] !== null ? made['metadata'] : {}
  return {
    apiVersion,
    kind,
    ...made,
    metadata: {
      ...(chance.oneIn(25) ? {} : { name: chance.pick(names.slice(0, chance.oneIn(4) ? names.length : 3)) }),
      ...metadata,
      ...(chance.oneIn(8) ? { labels: { a: 'b', app: 'a' } } : {}),
    },
  }
}

export function anyName(chance: Chance): string {
  return chance.oneIn(8) ? chance.pick(names) : chance.pick(['x', 'y', 'z'])
}
