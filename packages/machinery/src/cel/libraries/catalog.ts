/** Which library has which name, and which of them a 1.31 server has by default. */
import type { CelLibraryName } from '../contract.ts'
import type { Library } from '../declarations.ts'
import { optionalLibrary } from './optional.ts'
import { standardLibraries } from './standard.ts'

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

const libraries: Readonly<Partial<Record<CelLibraryName, readonly Library[]>>> = {
  standard: standardLibraries,
  optional: [optionalLibrary],
}

export function libraryNamed(name: CelLibraryName): readonly Library[] {
  return libraries[name] ?? []
}
