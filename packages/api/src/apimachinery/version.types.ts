/** Types of version, written from the schema in version.ts by the update script; not edited by hand. */

export interface Info {
  major: string
  minor: string
  gitVersion: string
  gitCommit: string
  gitTreeState: string
  buildDate: string
  goVersion: string
  compiler: string
  platform: string
}
