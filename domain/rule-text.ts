/**
 * The text of a condition, as in `app is Figma and (site is acme.com or title contains "acme redesign") and not weekday is sat, sun`.
 * What is read and printed again says the same; a fault names its place.
 */
import { compilePattern, PatternFault } from './patterns.ts'
import {
  activities,
  fields,
  limits,
  operators,
  weekdays,
  type Condition,
  type Field,
  type Operator,
  type Test,
} from './rule-conditions.ts'

/** `at`: the place in the text, from 0. */
export type RuleFault = { at: number; message: string }
type Token = { kind: 'word' | 'quoted' | 'pattern' | 'sign' | 'end'; text: string; at: number }

class Fault extends Error {
  readonly at: number
  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

export function readCondition(text: string): { condition: Condition } | { fault: RuleFault } {
  try {
    if (text.length > limits.text) throw new Fault(limits.text, `A rule has at most ${limits.text} letters.`)
    return { condition: new Reader(tokensOf(text)).whole() }
  } catch (error) {
    if (error instanceof Fault) return { fault: { at: error.at, message: error.message } }
    throw error
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  const form = /\s+|([(),])|"((?:[^"\\]|\\.)*)"|\/((?:[^/\\]|\\.)*)\/(?=[\s,)]|$)|([^\s(),"]+)/gy
  while (form.lastIndex < text.length) {
    const at = form.lastIndex
    const found = form.exec(text)
    if (!found) throw new Fault(at, 'This quotation mark is not closed.')
    const [, sign, quoted, pattern, word] = found
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at })
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replaceAll(/\\(.)/g, '$1'), at })
    else if (pattern !== undefined) tokens.push({ kind: 'pattern', text: pattern.replaceAll('\\/', '/'), at })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, at })
  }
  return [...tokens, { kind: 'end', text: '', at: text.length }]
}

const keywords = ['and', 'or', 'not', 'is', 'to', 'contains', 'matches', 'starts', 'ends', 'with']

class Reader {
  #next = 0
  #tests = 0
  readonly #tokens: Token[]
  constructor(tokens: Token[]) {
    this.#tokens = tokens
  }

  whole(): Condition {
    const condition = this.#any(0)
    const { kind, text, at } = this.#here()
    if (text === ')') throw new Fault(at, 'This ) closes nothing.')
    if (kind !== 'end')
      throw new Fault(
        at,
        `Expected “and”, “or”, a comma or the end, not “${text}”. Values of several words go in quotes.`,
      )
    return condition
  }

  #here = (): Token => this.#tokens[this.#next]!
  #says(word: string): boolean {
    const { kind, text } = this.#here()
    const said = (kind === 'word' || kind === 'sign') && text.toLowerCase() === word
    if (said) this.#next++
    return said
  }

  #any(depth: number): Condition {
    const parts = [this.#all(depth)]
    while (this.#says('or')) parts.push(this.#all(depth))
    return parts.length === 1 ? parts[0]! : { any: parts }
  }

  #all(depth: number): Condition {
    const parts = [this.#one(depth)]
    while (this.#says('and')) parts.push(this.#one(depth))
    return parts.length === 1 ? parts[0]! : { all: parts }
  }

  #one(depth: number): Condition {
    const { at } = this.#here()
    if (depth > limits.depth) throw new Fault(at, `At most ${limits.depth} brackets within each other.`)
    if (this.#says('not')) return { not: this.#one(depth + 1) }
    if (!this.#says('(')) return this.#test()
    const inner = this.#any(depth + 1)
    if (!this.#says(')')) throw new Fault(at, 'This bracket is not closed.')
    return inner
  }

  #test(): Condition {
    const { kind, text, at } = this.#here()
    const field = text.toLowerCase() as Field
    if (kind !== 'word' || !fields.includes(field))
      throw new Fault(
        at,
        `${kind === 'end' ? 'Something is missing here' : `“${text}” is no field`}. Known: ${fields.join(', ')}.`,
      )
    if (++this.#tests > limits.tests) throw new Fault(at, `A rule has at most ${limits.tests} tests.`)
    this.#next++
    const { operator, negated } = this.#operator(field)
    const test = { field, operator, values: this.#values(field, operator) }
    return negated ? { not: test } : test
  }

  #operator(field: Field): { operator: Operator; negated: boolean } {
    const { at } = this.#here()
    const known: readonly Operator[] = operators[field]
    const operator = this.#says('is')
      ? 'is'
      : known.find((name) => name !== 'is' && name.split(' ').every((word) => this.#says(word)))
    if (!operator || !known.includes(operator))
      throw new Fault(at, `Expected what to compare: ${field} ${known.join(`, ${field} `)}.`)
    return { operator, negated: operator === 'is' && this.#says('not') }
  }

  #values(field: Field, operator: Operator): string[] {
    const { at } = this.#here()
    const values: string[] = []
    do values.push(...this.#value(field, operator))
    while (this.#says(','))
    if (values.length > limits.values) throw new Fault(at, `At most ${limits.values} values in one test.`)
    return [...new Set(values)]
  }

  #value(field: Field, operator: Operator): string[] {
    if (field === 'weekday') return this.#range(weekdayAt, 7, 1).map((n) => weekdays[n]!)
    if (field === 'hour') return this.#range(hourAt, 24, 0).map(String)
    const { kind, text, at } = this.#here()
    if (operator === 'matches') return [this.#pattern()]
    if (kind === 'pattern') throw new Fault(at, `A pattern needs “${field} matches”.`)
    if (kind === 'end' || kind === 'sign' || (kind === 'word' && keywords.includes(text.toLowerCase())))
      throw new Fault(at, 'A value is missing here. Put it in quotes if it is a word of the language.')
    this.#next++
    return [checkedValue(field, text.trim(), at)]
  }

  #pattern(): string {
    const { kind, text, at } = this.#here()
    if (kind !== 'pattern') throw new Fault(at, 'A pattern stands between slashes: /acm-\\d+/.')
    if (text.length > limits.pattern) throw new Fault(at, `A pattern has at most ${limits.pattern} letters.`)
    try {
      compilePattern(text)
    } catch (error) {
      if (error instanceof PatternFault) throw new Fault(at + 1 + error.at, error.message)
      throw error
    }
    this.#next++
    return text
  }

  /** `fri to mon` goes over the end. The last hour is the one that is not reached any more: `9 to 17`. */
  #range(read: (token: Token) => number, size: number, included: 0 | 1): number[] {
    const first = read(this.#here())
    if (first === size) throw new Fault(this.#here().at, 'Hours begin at 0 to 23.')
    this.#next++
    if (!this.#says('to')) return [first]
    const end = read(this.#here())
    this.#next++
    const count = (end - first + included + size) % size || size
    return Array.from({ length: count }, (_, n) => (first + n) % size)
  }
}

function weekdayAt({ kind, text, at }: Token): number {
  const day = weekdays.findIndex((name) => kind === 'word' && text.toLowerCase().startsWith(name))
  if (day < 0) throw new Fault(at, `Expected a weekday: ${weekdays.join(', ')}.`)
  return day
}

function hourAt({ text, at }: Token): number {
  if (!/^\d{1,2}$/.test(text) || Number(text) > 24)
    throw new Fault(at, 'Expected an hour, 0 to 24, as in “hour is 9 to 17”.')
  return Number(text)
}

function checkedValue(field: Field, value: string, at: number): string {
  if (value === '') throw new Fault(at, 'An empty value would fit everything.')
  if (value.length > limits.value) throw new Fault(at, `A value has at most ${limits.value} letters.`)
  if (field === 'activity' && !(activities as readonly string[]).includes(value.toLowerCase()))
    throw new Fault(at, `Expected one of: ${activities.join(', ')}.`)
  if (field === 'site' && /[/:\s]/.test(value)) throw new Fault(at, 'A site is the name alone: acme.com.')
  if (field === 'site') return value.toLowerCase().replace(/^www\./, '')
  return field === 'activity' ? value.toLowerCase() : value
}

/** The text that reads as this condition. `nameOf` puts names in place of ids. */
export function printCondition(condition: Condition, nameOf = (_: Field, value: string) => value): string {
  const print = (part: Condition, within: 'any' | 'all' | 'not' | null): string => {
    if ('all' in part)
      return bracketed(part.all.map((one) => print(one, 'all')).join(' and '), within === 'not' || within === 'all')
    if ('any' in part) return bracketed(part.any.map((one) => print(one, 'any')).join(' or '), within !== null)
    if (!('not' in part)) return printTest(part, nameOf)
    const { not } = part
    if ('field' in not && not.operator === 'is') return printTest(not, nameOf, 'is not')
    return `not ${print(not, 'not')}`
  }
  return print(condition, null)
}

const bracketed = (text: string, needed: boolean) => (needed ? `(${text})` : text)

export function printTest(
  { field, operator, values }: Test,
  nameOf = (_: Field, value: string) => value,
  says: string = operator,
): string {
  if (field === 'weekday')
    return `weekday ${says} ${runs(
      values.map((day) => weekdays.indexOf(day as 'mon')),
      1,
      (n) => weekdays[n]!,
    )}`
  if (field === 'hour') return `hour ${says} ${runs(values.map(Number), 0, String)}`
  return `${field} ${says} ${values.map((value) => printValue(operator, nameOf(field, value))).join(', ')}`
}

/** A pattern between slashes, any other value in quotes where it needs them. */
export const printValue = (operator: Operator, value: string) =>
  operator === 'matches' ? `/${value.replaceAll(/\\.|\//g, (part) => (part === '/' ? '\\/' : part))}/` : quoted(value)

const isPlain = (value: string) => /^[^\s(),"/\\]+$/.test(value) && !keywords.includes(value.toLowerCase())
const quoted = (value: string) => (isPlain(value) ? value : `"${value.replaceAll(/["\\]/g, '\\$&')}"`)

/** [0, 1, 2, 5] of weekdays → "mon to wed, sat". */
function runs(numbers: number[], included: 0 | 1, name: (n: number) => string): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b)
  const first = sorted.filter((n) => !sorted.includes(n - 1))
  return first
    .map((from) => {
      let to = from
      while (sorted.includes(to + 1)) to++
      return to === from ? name(from) : `${name(from)} to ${name(to + 1 - included)}`
    })
    .join(', ')
}
