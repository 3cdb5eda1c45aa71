import { describe, expect, test } from 'vitest'
import type { Json } from './json.ts'
import { JsonPath, relaxedJsonPath } from './jsonpath.ts'

const store: Json = {
  name: 'shop',
  book: [
    { category: 'reference', author: 'Rees', title: 'Sayings', price: 8.95 },
    { category: 'fiction', author: 'Waugh', title: 'Sword', price: 12.99 },
    { category: 'fiction', author: 'Melville', title: 'Moby', price: 8.99, isbn: '0-553' },
  ],
  bicycle: [
    { color: 'red', price: 19.95, isNew: true },
    { color: 'green', price: 20.01, isNew: false },
  ],
  labels: { engieer: 10, 'web/html': 15, 'k8s.io/app': 'x', 'a<b': 1 },
  employees: { jason: 'manager', dan: 'clerk' },
  empty: [],
  none: null,
}

describe('templates', () => {
  for (const [template, expected] of [
    ['plain', 'plain'],
    ['hello {.name}', 'hello shop'],
    ['{"hello"}{.name}', 'helloshop'],
    ['{[0:2]}', /is not array or slice/],
    ['{.book[*].author}', 'Rees Waugh Melville'],
    ['{.book[0].author}', 'Rees'],
    ['{.book[-1].author}', 'Melville'],
    ['{.book[0:2].author}', 'Rees Waugh'],
    ['{.book[0:3:2].author}', 'Rees Melville'],
    ['{.book[0,2].author}', 'Rees Melville'],
    ['{.book[:1].author}', 'Rees'],
    ['{.book[1:].author}', 'Waugh Melville'],
    ["{.labels['web/html']}", '15'],
    ["{.labels['k8s\\.io/app']}", 'x'],
    ['{.labels.k8s\\.io/app}', 'x'],
    ['{.bicycle[?(@.color=="red")].price}', '19.95'],
    ["{.bicycle[?(@.color=='red')].price}", '19.95'],
    ['{.book[?(@.price < 10)].title}', 'Sayings Moby'],
    ['{.book[?(@.price>=12.99)].title}', 'Sword'],
    ['{.book[?(@.isbn)].title}', 'Moby'],
    ['{.bicycle[?(@.isNew==true)].color}', 'red'],
    ['{.bicycle[?(@.isNew!=true)].color}', 'green'],
    ['{..price}', '8.95 12.99 8.99 19.95 20.01'],
    ['{range .book[*]}{.title}{"\\n"}{end}', 'Sayings\nSword\nMoby\n'],
    ['{range .book[*]}{.category}:{.price};{end}done', 'reference:8.95;fiction:12.99;fiction:8.99;done'],
    ['{range .empty[*]}{.x}{end}none', 'none'],
    ['{range .book[0:1]}{range $.x}{end}{end}', /x is not found/],
    ['{.employees}', '{"dan":"clerk","jason":"manager"}'],
    ['{.labels}', '{"a\\u003cb":1,"engieer":10,"k8s.io/app":"x","web/html":15}'],
    ['{.employees.*}', 'manager clerk'],
    ['{.none}', 'null'],
    ['{@.name}', 'shop'],
    ['{$.name}', 'shop'],
    ['{}', /^\{"bicycle"/],
    ['{.missing}', /^missing is not found$/],
    ['{.book[5]}', /^array index out of bounds: index 5, length 3$/],
    ['{.name', /^unclosed action$/],
    ['{.book[}', /^unterminated array$/],
    ['{.book[x]}', /^invalid array index x$/],
    ['{end}', /^not in range, nothing to end$/],
    ['{foo}', /^unrecognized identifier foo$/],
    ['{"a}', /^unterminated quoted string$/],
    ['{.book[?(@.price}', /^unterminated filter$/],
    ['{.....x}', /^invalid multiple recursive descent$/],
    ['{*}', /^unrecognized character in action: U\+002A '\*'$/],
    ['{.book[?(@.price<"x")]}', /^incompatible types for comparison$/],
    ['{.book[?(@.price=~1)]}', /.+/],
  ] as const) {
    test(template, () => {
      const outcome = (): string => {
        try {
          return new JsonPath(template).print(store)
        } catch (error) {
          return error instanceof Error ? error.message : String(error)
        }
      }
      expect(outcome()).toMatch(
        typeof expected === 'string' ? new RegExp(`^${expected.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`) : expected,
      )
    })
  }
})

test('missing keys may be allowed', () => {
  expect(new JsonPath('{.missing.x}-{.name}', { allowMissingKeys: true }).print(store)).toBe('-shop')
})

test('values keep their types', () => {
  expect(new JsonPath('{.book[0].price}').find(store)).toEqual([[8.95]])
})

for (const [text, full] of [
  ['x.y', '{.x.y}'],
  ['.x.y', '{.x.y}'],
  ['{x.y}', '{.x.y}'],
  ['{.x.y}', '{.x.y}'],
] as const) {
  test(`relaxed ${text}`, () => expect(relaxedJsonPath(text)).toBe(full))
}
test('relaxed refuses what is no single path', () => {
  expect(() => relaxedJsonPath('{.x}{.y}')).toThrow('unexpected path string')
})
