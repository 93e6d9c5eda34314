import { expect, test } from 'vitest'
import { compilePattern, PatternFault } from './patterns.ts'

test.each<[pattern: string, text: string, found: string | null]>([
  ['acme', 'The ACME board', 'ACME'],
  ['acm-\\d+', 'Fix ACM-1234 now', 'ACM-1234'],
  ['^acme', 'the acme', null],
  ['^acme$', 'Acme', 'Acme'],
  ['\\bcat\\b', 'concatenate', null],
  ['\\bcat\\b', 'a cat.', 'cat'],
  ['a|ab|abc', 'xabcd', 'abc'],
  ['(?:north|south) ?wind', 'Southwind', 'Southwind'],
  ['[^a-z]{2,3}', 'ab 12 cd', ' 12'],
  ['[A-F]+', 'xxfedx', 'fed'],
  ['colou?r', 'COLOR', 'COLOR'],
  ['.*?b', 'aabab', 'aabab'],
  ['€ \\d+', 'Offer € 12', '€ 12'],
  ['😀.', 'a😀😁', '😀😁'],
  ['ärger', 'ÄRGER', 'ÄRGER'],
  ['', 'anything', ''],
])('%j in %j', (pattern, text, found) => {
  const compiled = compilePattern(pattern)
  expect(compiled.find(text)).toBe(found)
  expect(compiled.test(text)).toBe(found !== null)
})

test.each<[pattern: string, at: number, says: RegExp]>([
  ['(?=a)b', 0, /ahead or behind/],
  ['(?<!a)b', 0, /ahead or behind/],
  ['(a)\\1', 3, /what a group matched/],
  ['(ab', 0, /not closed/],
  ['ab)', 2, /closes nothing/],
  ['a[b', 1, /not closed/],
  ['*a', 0, /nothing here to repeat/],
  ['a**', 3, /follows another/],
  ['a{3,1}', 1, /ends before/],
  ['a{1000}', 1, /100 at most/],
  ['[z-a]', 4, /ends before/],
  ['[]', 0, /matches nothing/],
  ['\\q', 0, /means nothing/],
  ['a\\', 1, /at the end/],
  ['((a{50}){50}){2}', 0, /too large/],
  ['('.repeat(30) + 'a' + ')'.repeat(30), 21, /within groups/],
])('%j is refused at %i', (pattern, at, says) => {
  const fault = (() => {
    try {
      compilePattern(pattern)
      return null
    } catch (error) {
      return error as PatternFault
    }
  })()
  expect(fault).toBeInstanceOf(PatternFault)
  expect([fault!.at, fault!.message]).toEqual([at, expect.stringMatching(says)])
})

/** A small random number generator, so that a failure can be looked at again. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

function randomPattern(roll: (sides: number) => number, depth = 3): string {
  const letters = ['a', 'b', 'C', '1', ' ', '.', '\\d', '\\w', '\\W', '[ab]', '[^a]', '[A-B1]', '\\s', '\\.', '[^\\d]']
  const kind = depth === 0 ? 0 : roll(7)
  const inner = () => randomPattern(roll, depth - 1)
  if (kind <= 1) return letters[roll(letters.length)]!
  if (kind === 2) return `(?:${inner()}|${inner()})`
  if (kind === 3) return `(${inner()})${['*', '+', '?', '{2}', '{1,3}', '{0,2}', '{2,}'][roll(7)]}`
  if (kind === 4) return `${inner()}${['\\b', '^', '$', '\\B', ''][roll(5)]}${inner()}`
  return inner() + inner()
}

test('20,000 random patterns find what the engine of the browser finds, and where', () => {
  const roll = dice(7)
  const alphabet = 'aabbc1 .A-'
  for (let n = 0; n < 20_000; n++) {
    const pattern = randomPattern(roll)
    const text = Array.from({ length: roll(12) }, () => alphabet[roll(alphabet.length)]).join('')
    const theirs = new RegExp(pattern, 'i').exec(text)
    const ours = compilePattern(pattern)
    expect([pattern, text, ours.test(text)]).toEqual([pattern, text, theirs !== null])
    const found = ours.find(text)
    if (theirs === null) expect([pattern, text, found]).toEqual([pattern, text, null])
    // the same beginning; an alternative may have ended theirs earlier
    else
      expect([pattern, text, text.slice(theirs.index).startsWith(found!), found!.length >= theirs[0].length]).toEqual([
        pattern,
        text,
        true,
        true,
      ])
    expect([pattern, text, theirs === null || text.toLowerCase().includes(ours.literal)]).toEqual([pattern, text, true])
  }
})

test.each([
  ['(a+)+$', 'a'],
  ['(a|a)*b', 'a'],
  ['(.*)*x', 'y'],
  ['(a?){30}a{30}', 'a'],
  ['((a+)+)+!', 'a'],
])('%s takes time in proportion to the text', (pattern, letter) => {
  const { test: matches } = compilePattern(pattern)
  const time_ms = (length: number) => {
    const text = letter.repeat(length) + '!?'
    return Math.min(
      ...[1, 2, 3].map(() => {
        const begun = performance.now()
        for (let n = 0; n < 20; n++) matches(text)
        return performance.now() - begun
      }),
    )
  }
  time_ms(1_900)
  // a machine that goes back needs 2^50 times as long
  expect(time_ms(1_900)).toBeLessThan(50 * Math.max(time_ms(190), 0.05))
})
