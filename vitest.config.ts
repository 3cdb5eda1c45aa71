import { defineConfig } from 'vitest/config'

const shared = { pool: 'threads', isolate: false, passWithNoTests: false } as const

/** unit: pure and fast. integration: in-process clusters. conformance: the official names, mostly on those. e2e: real kubectl, containerd, nftables; needs root. */
export default defineConfig({
  resolve: { conditions: ['development', 'elli-source', 'node', 'import', 'default'] },
  ssr: { resolve: { conditions: ['development', 'elli-source', 'node', 'import', 'default'] } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'tests/robustness/history.test.ts'],
          exclude: ['**/*.e2e.test.ts', '**/*.integration.test.ts', '**/node_modules/**'],
          // How long a test may hang before it is given up; generous, since machines that build are busy ones.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'integration',
          include: ['packages/*/src/**/*.integration.test.ts', 'tests/integration/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'conformance',
          include: ['tests/conformance/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          pool: 'forks',
          fileParallelism: false,
          include: ['packages/*/src/**/*.e2e.test.ts', 'tests/e2e/**/*.test.ts', 'tests/robustness/kill-loop.test.ts'],
          testTimeout: Number(process.env['ROUNDS'] ?? 0) * 10_000 + 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
