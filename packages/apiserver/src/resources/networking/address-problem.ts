/**
 * Why a text is no IP address, in the words of Go's parser.
 * In: the text. Out: the problem, or undefined of an address.
 */
import { goQuote } from '@elli/machinery/go-quote'
import { parseIp } from '@elli/machinery/ip'

export function addressProblem(text: string): string | undefined {
  const say = (detail: string): string => `ParseAddr(${goQuote(text)}): ${detail}`
  // The first mark decides which family is read.
  const mark = /[.:%]/.exec(text)?.[0]
  if (mark === undefined) return say('unable to parse IP')
  if (mark === '%') return say('missing IPv6 address')
  if (mark === '.') {
    const problem = ipv4Problem(text)
    return problem === undefined ? undefined : say(problem)
  }
  return parseIp(text) === undefined ? say('unable to parse IP') : undefined
}

function ipv4Problem(text: string): string | undefined {
  let value = 0
  let fields = 0
  let digits = 0
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    const rest = goQuote(text.slice(i))
    if (char >= '0' && char <= '9') {
      if (digits === 1 && value === 0) return 'IPv4 field has octet with leading zero'
      value = value * 10 + Number(char)
      digits++
      if (value > 255) return 'IPv4 field has value >255'
    } else if (char === '.') {
      if (i === 0 || i === text.length - 1 || text.charAt(i - 1) === '.') {
        return `IPv4 field must have at least one digit (at ${rest})`
      }
      if (fields === 3) return 'IPv4 address too long'
      fields++
      value = 0
      digits = 0
    } else return `unexpected character (at ${rest})`
  }
  return fields < 3 ? 'IPv4 address too short' : undefined
}
