/** Why an embedded store does not open or take a write. Each says in its message what can be done. */

/** What is on disk is not what was written. Nothing was changed. */
export class StoreCorruptError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreCorruptError'
  }
}

/** Written by another version of the engine, or not a store at all. */
export class StoreFormatError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreFormatError'
  }
}

/** Somebody else has it open. */
export class StoreLockedError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreLockedError'
  }
}

/** The directory cannot be made, read or written. */
export class StoreDirectoryError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreDirectoryError'
  }
}

/** The disk did not take a write: it did not happen, and neither did those that had been decided after it. */
export class StoreWriteError extends Error {
  readonly code: 'ENOSPC' | 'EIO'
  constructor(message: string, code: 'ENOSPC' | 'EIO', options?: ErrorOptions) {
    super(message, options)
    this.name = 'StoreWriteError'
    this.code = code
  }
}
