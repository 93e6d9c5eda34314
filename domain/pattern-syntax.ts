/**
 * What a pattern may say: letters, `.`, `[a-z]`, `\d \w \s \b` and their opposites, groups, `|`, `* + ? {2,5}`, `^` and `$`. What
 * only going back could decide (back references, looking around) is refused by name.
 */
export type Node =
  /** One letter. `letter` where it is one and no other, lower case. */
  | { kind: 'set'; holds: (code: number) => boolean; letter: string | null }
  | { kind: 'assert'; at: 'start' | 'end' | 'word' | 'inside' }
  | { kind: 'sequence'; parts: Node[] }
  | { kind: 'choice'; parts: Node[] }
  | { kind: 'repeat'; part: Node; least: number; most: number }

/** `at`: where in the pattern, from 0. */
export class PatternFault extends Error {
  readonly at: number
  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

const mostRepeats = 100
const deepest = 20
type Range = [first: number, last: number]
const digits: Range[] = [[48, 57]]
const wordLetters: Range[] = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
]
const spaces: Range[] = [
  [9, 13],
  [32, 32],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]
const classes: Record<string, Range[]> = { d: digits, w: wordLetters, s: spaces }
const controls: Record<string, number> = { t: 9, n: 10, r: 13, f: 12, v: 11 }

const isIn = (ranges: Range[], code: number) => ranges.some(([first, last]) => code >= first && code <= last)
/** The text is lower case; a range may have been written in capitals. */
const isInEither = (ranges: Range[], code: number) =>
  isIn(ranges, code) || isIn(ranges, String.fromCodePoint(code).toUpperCase().codePointAt(0)!)

const one = (code: number): Node => {
  const letter = String.fromCodePoint(code).toLowerCase()
  const wanted = letter.codePointAt(0)!
  // 'İ' is two letters when it is small
  if (letter.length > String.fromCodePoint(wanted).length)
    return { kind: 'sequence', parts: [...letter].map((part) => one(part.codePointAt(0)!)) }
  return { kind: 'set', holds: (given) => given === wanted, letter }
}

export function readPattern(source: string): Node {
  let at = 0
  const fail = (message: string, where = at): never => {
    throw new PatternFault(where, message)
  }
  const codeHere = () => source.codePointAt(at)!
  const take = (text: string) => source.startsWith(text, at) && ((at += text.length), true)

  function choice(depth: number): Node {
    if (depth > deepest) fail('Too many groups within groups.')
    const parts = [sequence(depth)]
    while (take('|')) parts.push(sequence(depth))
    return parts.length === 1 ? parts[0]! : { kind: 'choice', parts }
  }

  function sequence(depth: number): Node {
    const parts: Node[] = []
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(repeated(depth))
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts }
  }

  function repeated(depth: number): Node {
    const begun = at
    const part = atom(depth)
    const counts = readCounts()
    if (!counts) return part
    if (part.kind === 'assert') fail('There is nothing here to repeat.', begun)
    // whether the shortest or the longest is taken makes no difference to whether it is there
    take('?')
    if (/^[*+?{]/.test(source.slice(at, at + 1)) && readCounts()) fail('One repeat follows another.')
    return { kind: 'repeat', part, least: counts[0], most: counts[1] }
  }

  function readCounts(): [number, number] | null {
    if (take('*')) return [0, Infinity]
    if (take('+')) return [1, Infinity]
    if (take('?')) return [0, 1]
    const counted = /^\{(\d{1,6})(,(\d{0,6}))?\}/.exec(source.slice(at))
    if (!counted) return null
    const least = Number(counted[1])
    const most = counted[2] === undefined ? least : counted[3] === '' ? Infinity : Number(counted[3])
    if (least > mostRepeats || (most !== Infinity && most > mostRepeats))
      fail(`A repeat counts to ${mostRepeats} at most.`)
    if (most < least) fail('The repeat ends before it begins.')
    at += counted[0].length
    return [least, most]
  }

  function atom(depth: number): Node {
    const begun = at
    if (take('(')) return group(begun, depth)
    if (take('[')) return setOf(begun)
    if (take('.')) return { kind: 'set', holds: (code) => code !== 10 && code !== 13, letter: null }
    if (take('^')) return { kind: 'assert', at: 'start' }
    if (take('$')) return { kind: 'assert', at: 'end' }
    if (source[at] === '\\') return escaped()
    if (/[*+?]/.test(source[at]!)) fail('There is nothing here to repeat.')
    const code = codeHere()
    at += code > 0xffff ? 2 : 1
    return one(code)
  }

  function group(begun: number, depth: number): Node {
    if (source[at] === '?' && !take('?:'))
      fail('Looking ahead or behind and named groups are not possible here; (?:…) and (…) are.', begun)
    const inner = choice(depth + 1)
    if (!take(')')) fail('This group is not closed.', begun)
    return inner
  }

  function escaped(): Node {
    const sign = source[at + 1]
    if (sign === undefined) fail('A \\ stands at the end.')
    if (sign === 'b' || sign === 'B') {
      at += 2
      return { kind: 'assert', at: sign === 'b' ? 'word' : 'inside' }
    }
    const ranges = classes[sign!.toLowerCase()]
    if (ranges) {
      at += 2
      const wanted = sign === sign!.toLowerCase()
      return { kind: 'set', holds: (code) => isIn(ranges, code) === wanted, letter: null }
    }
    return one(escapedCode())
  }

  /** The letter behind a \ that stands for no class. */
  function escapedCode(): number {
    const sign = source[at + 1] ?? fail('A \\ stands at the end.')
    const control = controls[sign]
    if (control === undefined && /[a-zA-Z0-9]/.test(sign))
      fail(
        /[1-9]/.test(sign) ? 'Repeating what a group matched is not possible here.' : `\\${sign} means nothing here.`,
      )
    const code = control ?? source.codePointAt(at + 1)!
    at += code > 0xffff ? 3 : 2
    return code
  }

  function setOf(begun: number): Node {
    const negated = take('^')
    const ranges: Range[] = []
    const others: Range[][] = []
    while (at < source.length && source[at] !== ']') {
      const named = source[at] === '\\' ? classes[source[at + 1]?.toLowerCase() ?? ''] : undefined
      if (named) {
        if (source[at + 1] === source[at + 1]!.toLowerCase()) ranges.push(...named)
        else others.push(named)
        at += 2
        continue
      }
      const first = setLetter()
      const isRange = source[at] === '-' && at + 1 < source.length && source[at + 1] !== ']'
      if (isRange) at++
      const last = isRange ? setLetter() : first
      if (last < first) fail('This range ends before it begins.')
      ranges.push([first, last])
    }
    if (!take(']')) fail('This [ is not closed.', begun)
    if (ranges.length + others.length === 0) fail('[] matches nothing.', begun)
    const holds = (code: number) => isInEither(ranges, code) || others.some((named) => !isIn(named, code))
    return { kind: 'set', holds: (code) => holds(code) !== negated, letter: null }
  }

  function setLetter(): number {
    if (source[at] === '\\') {
      if (classes[source[at + 1]?.toLowerCase() ?? '']) fail('A range goes from one letter to another.')
      return source[at + 1] === 'b' ? fail('\\b means nothing in [ ].') : escapedCode()
    }
    const code = codeHere()
    at += code > 0xffff ? 2 : 1
    return code
  }

  const tree = choice(0)
  if (at < source.length) fail('This ) closes nothing.')
  return tree
}
