import { describe, expect, it } from 'vitest'
import type { Handler, Route } from './router.ts'
import { Router } from './router.ts'
import { requestInfo } from './request-info.ts'

const handler: Handler = () => Promise.reject(new Error('not called here'))
const route = (resource: string): Route => ({
  resource,
  handlers: new Map([['get', handler]]),
  subresources: new Set(),
  namespaced: false,
})
const info = (path: string) => requestInfo({ method: 'GET', path, headers: {} })

describe('Router', () => {
  it('knows a group version as long as it has a resource', () => {
    const router = new Router()
    router.add(route('g.example.com/v1/cars'))
    router.add(route('g.example.com/v1/boats'))
    expect(router.find(info('/apis/g.example.com/v1/cars/a'))).toBe(handler)
    router.remove('g.example.com/v1/cars')
    router.remove('g.example.com/v1/cars')
    expect(router.knows(info('/apis/g.example.com/v1/cars/a'))).toBe(false)
    expect(() => router.find(info('/apis/g.example.com/v1/cars/a'))).toThrow('could not find the requested resource')
    router.remove('g.example.com/v1/boats')
    expect(router.find(info('/apis/g.example.com/v1/boats/a'))).toBeUndefined()
  })

  it('counts a resource that is put in place of itself once', () => {
    const router = new Router()
    router.add(route('g.example.com/v1/cars'))
    router.add(route('g.example.com/v1/cars'))
    router.remove('g.example.com/v1/cars')
    expect(router.find(info('/apis/g.example.com/v1/cars/a'))).toBeUndefined()
  })

  it('leaves a whole group version to another server, whatever is served here', () => {
    const router = new Router()
    router.add(route('g.example.com/v1/cars'))
    const other: Handler = () => Promise.reject(new Error('the other one'))
    router.setRemote('g.example.com/v1', other)
    expect(router.find(info('/apis/g.example.com/v1/cars/a'))).toBe(other)
    expect(router.find(info('/apis/g.example.com/v1/anything/a/else'))).toBe(other)
    expect(router.knows(info('/apis/g.example.com/v1/anything'))).toBe(true)
    router.setRemote('g.example.com/v1', undefined)
    expect(router.find(info('/apis/g.example.com/v1/cars/a'))).toBe(handler)
  })
})
