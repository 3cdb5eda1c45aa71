/**
 * Tokens from a file (`--token-auth-file`): CSV lines `token,user,uid,"group1,group2"`.
 * In: the text of the file. Out: a TokenAuthenticator that never forgets nor learns.
 */
import type { UserInfo } from './authenticator.ts'
import { agnosticAudiences, type TokenAuthenticator } from './bearer-token.ts'

/** @throws Error naming the line that has too few columns or no token */
export function parseTokenFile(text: string): Map<string, UserInfo> {
  const users = new Map<string, UserInfo>()
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const [token = '', name, uid, groups = ''] = columns(line)
    if (uid === undefined || name === undefined) {
      throw new Error(`token file line ${index + 1} must have at least 3 columns (token, user name, user uid)`)
    }
    if (token === '') throw new Error(`token file line ${index + 1} has an empty token`)
    users.set(token, { name, uid, groups: groups === '' ? [] : groups.split(',').map((group) => group.trim()) })
  }
  return users
}

function columns(line: string): string[] {
  const found = line.matchAll(/\s*("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)
  const cells = [...found].map(([, cell = '']) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell.trim(),
  )
  // The pattern also matches the empty end of the line.
  return cells.slice(0, -1)
}

export function staticTokenAuthenticator(
  users: ReadonlyMap<string, UserInfo>,
  apiAudiences: readonly string[],
): TokenAuthenticator {
  return {
    name: 'token-file',
    async authenticate(token, requested) {
      const user = users.get(token)
      const { fits, audiences } = agnosticAudiences(apiAudiences, requested)
      return user === undefined || !fits ? { kind: 'unknown' } : { kind: 'user', user, audiences }
    },
  }
}
