/** Frames against the encoders of whole lists and objects. */
import { expect, test } from 'vitest'
import { Pod, PodList } from '../core/v1.ts'
import { encodeJson } from './encodeJson.ts'
import { jsonListFrame, jsonWatchEvent, protobufList, protobufWatchEvent, readProtobufWatchEvent } from './frames.ts'
import { encodeMessage, encodeProtobuf } from './protobuf.ts'

const head = { apiVersion: 'v1', kind: 'PodList', metadata: { resourceVersion: '5', remainingItemCount: 2 } }
const items: Pod[] = ['a', 'b'].map((name) => ({ metadata: { name }, spec: { containers: [] } }))
const list = { ...head, items }

test('a list of encoded objects is the encoded list', () => {
  const { open, close } = jsonListFrame(head)
  expect(open + items.map((pod) => encodeJson(Pod, pod)).join(',') + close).toBe(encodeJson(PodList, list))
  const messages = items.map((pod) => encodeMessage(Pod, pod))
  expect(protobufList(head, messages)).toEqual(encodeProtobuf(PodList, list))
})

test('a watch event carries the object as it is', () => {
  expect(jsonWatchEvent('ADDED', '{"a":1}')).toBe('{"type":"ADDED","object":{"a":1}}\n')
  const [pod] = items
  const object = encodeProtobuf(Pod, { ...pod, kind: 'Pod', apiVersion: 'v1' } as Pod)
  const frame = protobufWatchEvent('MODIFIED', object)
  expect(new DataView(frame.buffer).getUint32(0)).toBe(frame.length - 4)
  expect(readProtobufWatchEvent(frame.subarray(4))).toEqual({ type: 'MODIFIED', object })
})
