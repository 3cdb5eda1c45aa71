/** What /version says. */
import type { VersionInfo } from './options.ts'

export function versionInfo(given: Partial<VersionInfo>): VersionInfo {
  return {
    major: '1',
    minor: '31',
    gitVersion: 'v1.31.14+elli.0.1.0',
    gitCommit: '',
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z',
    goVersion: '',
    compiler: 'node',
    platform: 'linux/amd64',
    ...given,
  }
}
