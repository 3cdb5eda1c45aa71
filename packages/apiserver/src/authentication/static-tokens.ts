/**
 * Tokens from a file (`--token-auth-file`): CSV lines `token,user,uid,"group1,group2"`.
 * In: the text of the file. Out: a TokenAuthenticator that never forgets nor learns.
 */
import type { UserInfo } from './authenticator.ts'
import { agnosticAudiences, type TokenAuthenticator } from './bearer-token.ts'

/**
 * @param path only for messages
 * @param warn told about records that are passed over or replace others
 * @throws Error for a record with too few columns
 */
export function parseTokenFile(
  text: string,
  path = '',
  warn: (message: string) => void = () => {},
): Map<string, UserInfo> {
  const users = new Map<string, UserInfo>()
  let record = 0
  for (const line of text.split(/\r?\n/)) {
    if (line === '') continue
    const found = columns(line)
    const [token = '', name = '', uid = '', groups = ''] = found
    if (found.length < 3) {
      throw new Error(
        `token file '${path}' must have at least 3 columns (token, user name, user uid), found ${found.length}`,
      )
    }
    record++
    if (token === '') {
      warn(`empty token has been found in token file '${path}', record number '${record}'`)
      continue
    }
    if (users.has(token)) warn(`duplicate token has been found in token file '${path}', record number '${record}'`)
    users.set(token, { name, uid, groups: groups === '' ? [] : groups.split(',') })
  }
  return users
}

/** The fields of a CSV record; one in quotes may hold commas, and quotes when they are doubled. */
function columns(line: string): string[] {
  const fields: string[] = []
  const field = /"((?:[^"]|"")*)"(?=,|$)|([^,]*)/y
  for (let at = 0; at <= line.length; ) {
    field.lastIndex = at
    const [whole = '', quoted, plain = ''] = field.exec(line) ?? []
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    at += whole.length + 1
  }
  return fields
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
