/** YAML answers, for clients that accept nothing else. Keys are sorted as Go's encoder sorts them. */
import { dump } from 'js-yaml'
import { utf8 } from '../http/body.ts'

export function toYaml(value: unknown): Uint8Array {
  return utf8(
    dump(JSON.parse(JSON.stringify(value)), { sortKeys: true, lineWidth: -1, noRefs: true, noArrayIndent: true }),
  )
}
