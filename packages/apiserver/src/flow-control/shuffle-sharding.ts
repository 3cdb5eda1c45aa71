/**
 * Shuffle sharding: each flow gets a small hand of queues out of the deck, so that two flows seldom share all of theirs.
 * In: 64 bits of hash. Out: distinct indices below the deck's size. Always: the same hash gets the same hand.
 */
import { sha256 } from '../node/digest.ts'

/** More bits of the hash than these would make the last card uneven. */
const usableBits = 60
const largestDeck = 2 ** 26

/** How many bits of entropy dealing takes, rounded up. */
export function requiredEntropyBits(deckSize: number, handSize: number): number {
  return Math.ceil(Math.log2(deckSize) * handSize)
}

/** @returns what is wrong with these sizes; undefined when hands can be dealt */
export function dealProblem(deckSize: number, handSize: number): string | undefined {
  if (deckSize <= 0 || handSize <= 0) return `deckSize ${deckSize} or handSize ${handSize} is not positive`
  if (handSize > deckSize) return `handSize ${handSize} is greater than deckSize ${deckSize}`
  if (deckSize > largestDeck) return `deckSize ${deckSize} is impractically large`
  if (requiredEntropyBits(deckSize, handSize) > usableBits)
    return `required entropy bits of deckSize ${deckSize} and handSize ${handSize} is greater than ${usableBits}`
  return undefined
}

/** A hand of `handSize` cards out of `deckSize`. */
export function deal(deckSize: number, handSize: number, hash: bigint): number[] {
  const hand: number[] = []
  let rest = hash
  const remainders: number[] = []
  for (let i = 0; i < handSize; i++) {
    const left = BigInt(deckSize - i)
    remainders.push(Number(rest % left))
    rest /= left
  }
  for (let i = 0; i < handSize; i++) {
    // The n-th card of those not yet dealt: each earlier draw at or below it moves it up by one.
    let card = remainders[i] as number
    for (let j = i; j > 0; j--) if (card >= (remainders[j - 1] as number)) card++
    hand.push(card)
  }
  return hand
}

/** The hash of a flow: its schema's name and what tells flows of the schema apart. */
export function flowHash(flowSchema: string, distinguisher: string): bigint {
  return sha256(`${flowSchema}\0${distinguisher}`).readBigUInt64LE(0)
}
