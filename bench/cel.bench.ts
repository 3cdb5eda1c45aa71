/**
 * CEL: what compiling and evaluating typical rules of CRDs and policies takes.
 * Guess: parsing, checking and planning 30 characters is some 20–50 µs; evaluating them 0.3–1 µs, as spikes with closures over
 * plain JSON did, and a loop over ten items some 2 µs.
 */
import type { CelEnvironment, CelProgram, CelType } from '../packages/machinery/src/cel/contract.ts'
import { celEnvironment } from '../packages/machinery/src/cel/environment.ts'
import { celTypeOfStructural } from '../packages/machinery/src/cel/schema-types.ts'
import { median, printTable, type Row } from './measure.ts'

const self = celTypeOfStructural({
  type: 'object',
  properties: {
    replicas: { type: 'integer' },
    minReplicas: { type: 'integer' },
    maxReplicas: { type: 'integer' },
    name: { type: 'string', maxLength: 63 },
    ports: {
      type: 'array',
      maxItems: 100,
      items: { type: 'object', properties: { name: { type: 'string' }, port: { type: 'integer' } } },
    },
  },
})
const dyn: CelType = { kind: 'dyn' }

const rules: readonly (readonly [what: string, rule: string])[] = [
  ['two comparisons', 'self.minReplicas <= self.replicas && self.replicas <= self.maxReplicas'],
  ['a transition', "self.name == oldSelf.name || oldSelf.name == ''"],
  ['a pattern', "self.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')"],
  ['all of ten ports', 'self.ports.all(p, p.port > 0 && p.port < 65536)'],
  ['names of ten ports', "self.ports.map(p, p.name).join(',').startsWith('p0')"],
  ['a policy', "object.metadata.labels['app'] in ['web', 'db'] && object.spec.replicas <= 5"],
  ['a quantity', "quantity(object.spec.memory).isLessThan(quantity('2Gi'))"],
]

const value = {
  replicas: 3,
  minReplicas: 1,
  maxReplicas: 10,
  name: 'web-frontend',
  ports: Array.from({ length: 10 }, (_, i) => ({ name: `p${i}`, port: 8000 + i })),
}
const object = { metadata: { labels: { app: 'web' } }, spec: { replicas: 3, memory: '512Mi' } }

/** CPU time, which other work on the machine does not lengthen. */
function microseconds(run: () => void, rounds: number): number {
  const samples = Array.from({ length: 15 }, () => {
    const start = process.cpuUsage()
    for (let i = 0; i < rounds; i++) run()
    const { user, system } = process.cpuUsage(start)
    return (user + system) / rounds
  })
  return median(samples.slice(5))
}

function compile(environment: CelEnvironment, rule: string): CelProgram {
  const compiled = environment.compile(rule)
  if ('problem' in compiled) throw new Error(compiled.problem)
  return compiled.program
}

const environment = celEnvironment({ variables: { self: self ?? dyn, oldSelf: self ?? dyn, object: dyn } })
const rows: Row[] = rules.map(([what, rule]) => {
  const program = compile(environment, rule)
  const bindings = { self: value, oldSelf: value, object }
  const outcome = program.evaluate(bindings)
  if ('error' in outcome || outcome.value !== true) throw new Error(`${rule}: ${JSON.stringify(outcome)}`)
  const compiling = microseconds(() => compile(environment, rule), 300)
  const evaluating = microseconds(() => program.evaluate(bindings, { costLimit: 1_000_000 }), 20_000)
  return { what, measured: `compile ${compiling.toFixed(0)} µs, evaluate ${evaluating.toFixed(2)} µs` }
})
printTable(rows)
