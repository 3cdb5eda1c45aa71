/**
 * FieldsV1 whose JSON is known before anybody asks for its parts: the server makes the text of an object's managed fields in
 * one walk, writes it, and mostly nobody looks inside.
 * In: an entry of managedFields and the text. Out: `entry.fieldsV1`, read from the text when somebody looks.
 * Always: to everybody else the entry is an ordinary object; writing to fieldsV1 forgets the text.
 */

const texts = new WeakMap<object, string>()

/** @param text FieldsV1 as upstream writes it */
export function deferFields<T extends object>(entry: T, text: string): T & { fieldsV1?: Record<string, unknown> } {
  let fields: unknown
  texts.set(entry, text)
  return Object.defineProperty(entry, 'fieldsV1', {
    enumerable: true,
    configurable: true,
    get() {
      fields ??= JSON.parse(text)
      return fields
    },
    set(value: unknown) {
      texts.delete(entry)
      fields = value
    },
  })
}

/** The text of an entry's fields where it is known. */
export function knownFieldsText(entry: object): string | undefined {
  return texts.get(entry)
}
