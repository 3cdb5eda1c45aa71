/** Which library has which name, and which of them a 1.31 server has by default. */
import type { CelLibraryName } from '../contract.ts'
import type { Library } from '../declarations.ts'
import { authorizerLibrary, authorizerSelectorLibrary } from './authorizer.ts'
import { bindingLibrary } from './bindings.ts'
import { formatLibrary } from './format.ts'
import { cidrLibrary, ipLibrary } from './ip.ts'
import { listLibrary } from './lists.ts'
import { optionalLibrary } from './optional.ts'
import { quantityLibrary } from './quantity.ts'
import { regexLibrary } from './regex.ts'
import { semverLibrary } from './semver.ts'
import { setLibrary } from './sets.ts'
import { standardLibraries } from './standard.ts'
import { stringLibrary } from './strings.ts'
import { twoVariableLibrary } from './two-variable-comprehensions.ts'
import { urlLibrary } from './urls.ts'

/** 1.31 takes the same in new expressions as in stored ones: nothing came with 1.31 that is on by default. */
export const defaultLibraries: readonly CelLibraryName[] = [
  'standard',
  'optional',
  'strings',
  'sets',
  'lists',
  'regex',
  'urls',
  'quantity',
  'ip',
  'cidr',
  'format',
  'authorizer',
]

const libraries: Readonly<Record<CelLibraryName, readonly Library[]>> = {
  standard: standardLibraries,
  optional: [optionalLibrary],
  strings: [stringLibrary],
  sets: [setLibrary],
  lists: [listLibrary],
  regex: [regexLibrary],
  urls: [urlLibrary],
  quantity: [quantityLibrary],
  ip: [ipLibrary],
  cidr: [cidrLibrary],
  format: [formatLibrary],
  authorizer: [authorizerLibrary],
  authorizerSelectors: [authorizerSelectorLibrary],
  bindings: [bindingLibrary],
  semver: [semverLibrary],
  twoVariableComprehensions: [twoVariableLibrary],
}

export function libraryNamed(name: CelLibraryName): readonly Library[] {
  return libraries[name]
}
