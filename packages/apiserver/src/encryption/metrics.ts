/**
 * Metrics of encryption at rest, by upstream's names. Transformers work before the server's registry is there:
 * they tell an Observer, which counts from the moment it is given one.
 */
import type { MetricRegistry } from '@elli/host/metrics/registry'
import { HeldCounter, HeldGauge, HeldHistogram } from '@elli/host/metrics/held'

export type Direction = 'to_storage' | 'from_storage'

const durations = Array.from({ length: 25 }, (_, i) => 5e-6 * 2 ** i)
const latencies = Array.from({ length: 15 }, (_, i) => 0.0001 * 2 ** i)

class Numbers {
  readonly transformations: HeldCounter
  readonly durations: HeldHistogram
  readonly cacheMisses: HeldCounter
  readonly kms: HeldHistogram
  readonly reloads: HeldCounter
  readonly reloaded: HeldGauge

  constructor(registry: MetricRegistry) {
    const by = ['transformation_type', 'transformer_prefix']
    this.transformations = new HeldCounter(
      {
        name: 'apiserver_storage_transformation_operations_total',
        help: 'Total number of transformations, by their outcome.',
        labels: [...by, 'status'],
      },
      registry,
    )
    this.durations = new HeldHistogram(
      {
        name: 'apiserver_storage_transformation_duration_seconds',
        help: 'Latencies in seconds of value transformation operations.',
        labels: by,
        buckets: durations,
      },
      registry,
    )
    this.cacheMisses = new HeldCounter(
      {
        name: 'apiserver_storage_envelope_transformation_cache_misses_total',
        help: 'Times that a plugin had to be asked for a data encryption key.',
        labels: [],
      },
      registry,
    )
    this.kms = new HeldHistogram(
      {
        name: 'apiserver_envelope_encryption_kms_operations_latency_seconds',
        help: 'KMS operation duration with gRPC error code status total.',
        labels: ['provider_name', 'method_name', 'grpc_status_code'],
        buckets: latencies,
      },
      registry,
    )
    this.reloads = new HeldCounter(
      {
        name: 'apiserver_encryption_config_controller_automatic_reloads_total',
        help: 'Reloads of the encryption configuration, by their outcome.',
        labels: ['status'],
      },
      registry,
    )
    this.reloaded = new HeldGauge(
      {
        name: 'apiserver_encryption_config_controller_automatic_reload_last_timestamp_seconds',
        help: 'When the encryption configuration was last reloaded, by the outcome.',
        labels: ['status'],
      },
      registry,
    )
  }
}

export class EncryptionObserver {
  #numbers: Numbers | undefined

  register(registry: MetricRegistry): void {
    this.#numbers = new Numbers(registry)
  }

  transformation(direction: Direction, prefix: string, seconds: number, failed: boolean): void {
    const numbers = this.#numbers
    if (numbers === undefined) return
    const name = prefix === '' ? 'identity' : prefix
    numbers.transformations.child(direction, name, failed ? 'unknown-non-grpc' : 'OK').add(1)
    if (!failed) numbers.durations.child(direction, name).observe(seconds)
  }

  cacheMiss(): void {
    this.#numbers?.cacheMisses.child().add(1)
  }

  kmsCall(provider: string, method: string, code: string, seconds: number): void {
    this.#numbers?.kms.child(provider, method, code).observe(seconds)
  }

  reload(success: boolean, atSeconds: number): void {
    const status = success ? 'success' : 'failure'
    this.#numbers?.reloads.child(status).add(1)
    const gauge = this.#numbers?.reloaded.child(status)
    if (gauge !== undefined) gauge.value = atSeconds
  }
}
