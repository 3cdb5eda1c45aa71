import { expect, test } from 'vitest'
import { PairsError, parsePairs } from './pairs-flag.ts'

test('one pair keeps the commas of its key and value', () => {
  expect(parsePairs('apiserver_request_total,code=200,404')).toEqual({ 'apiserver_request_total,code': '200,404' })
  expect(parsePairs('"apiserver_request_total,code=200"')).toEqual({ 'apiserver_request_total,code': '200' })
})

test('several pairs stand in quotes', () => {
  expect(parsePairs('"m1,l1=a,b","m1,l2=c"')).toEqual({ 'm1,l1': 'a,b', 'm1,l2': 'c' })
  expect(parsePairs('a=1,b=2')).toEqual({ a: '1', b: '2' })
  expect(parsePairs('"a=say ""x""",b=2')).toEqual({ a: 'say "x"', b: '2' })
})

test('what is no pair is refused', () => {
  expect(() => parsePairs('metric,label')).toThrow('metric,label must be formatted as key=value')
  expect(() => parsePairs('"m1,l1=a","m2,l2=b=c,"x')).toThrow(PairsError)
})
