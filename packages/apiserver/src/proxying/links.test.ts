import { expect, test } from 'vitest'
import { rewriteLinks, rewriteLocation } from './links.ts'

const prefix = '/api/v1/namespaces/a/pods/x/proxy'

for (const [name, html, expected] of [
  ['rooted links', '<a class="b" href="/c">d</a>', `<a class="b" href="${prefix}/c">d</a>`],
  ['links to the backend itself', "<img src='http://h:80/i.png'>", `<img src='${prefix}/i.png'>`],
  ['relative links stay', '<a href="c">d</a>', '<a href="c">d</a>'],
  ['other hosts stay', '<a href="http://else/c">d</a>', '<a href="http://else/c">d</a>'],
  ['text stays', '<p>/c</p>', '<p>/c</p>'],
] as const)
  test(`${name} in pages`, () => expect(rewriteLinks(html, 'h:80', prefix)).toBe(expected))

test('redirects are led back too', () => {
  expect(rewriteLocation('/next', 'h:80', prefix)).toBe(`${prefix}/next`)
  expect(rewriteLocation('http://h:80/next?q', 'h:80', prefix)).toBe(`${prefix}/next?q`)
})
