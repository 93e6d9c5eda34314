/**
 * The patterns people write in mapping rules, matched in time linear in the text (docs/decisions/0015): all threads of
 * Thompson's automaton advance together, so that no pattern makes the machine go back. Case never counts.
 */
import { PatternFault, readPattern, type Node } from './pattern-syntax.ts'

export { PatternFault } from './pattern-syntax.ts'

export type Pattern = {
  test: (text: string) => boolean
  /** The leftmost match, of several that begin there the longest; null where there is none. */
  find: (text: string) => string | null
  /** What every match contains, lower case; '' where nothing is sure. */
  literal: string
}

/** Of a longer text the rest is not looked at. */
export const longestText = 2_000
/** Counted repeats are written out, so `(a{100}){100}` would be 10,000 steps a letter. */
const mostSteps = 1_000

const op = { set: 0, split: 1, jump: 2, assert: 3, match: 4 } as const
type Step = {
  op: number
  /** Where a split or a jump goes. */
  to: number
  or: number
  holds: ((code: number) => boolean) | null
  at: 'start' | 'end' | 'word' | 'inside' | null
}

/** @throws PatternFault with the place of what is wrong */
export function compilePattern(source: string): Pattern {
  const tree = readPattern(source)
  const steps: Step[] = []
  emit(tree, steps)
  steps.push({ op: op.match, to: 0, or: 0, holds: null, at: null })
  const run = machine(steps)
  const literal = requiredIn(tree)
  const text = (given: string) => given.slice(0, longestText).toLowerCase()
  return {
    literal,
    test: (given) => {
      const folded = text(given)
      return folded.includes(literal) && run(folded, false) !== null
    },
    find: (given) => {
      const folded = text(given)
      const span = folded.includes(literal) ? run(folded, true) : null
      // a few letters change their length with their case
      return span && (folded.length === given.length ? given : folded).slice(span[0], span[1])
    },
  }
}

function emit(node: Node, steps: Step[]): void {
  const add = (step: Partial<Step> & { op: number }): Step => {
    if (steps.length >= mostSteps)
      throw new PatternFault(0, 'The pattern is too large: write fewer or smaller repeats.')
    const whole = { to: 0, or: 0, holds: null, at: null, ...step }
    steps.push(whole)
    return whole
  }
  if (node.kind === 'set') add({ op: op.set, holds: node.holds })
  else if (node.kind === 'assert') add({ op: op.assert, at: node.at })
  else if (node.kind === 'sequence') for (const part of node.parts) emit(part, steps)
  else if (node.kind === 'choice') {
    const ends: Step[] = []
    node.parts.forEach((part, n) => {
      const split = n < node.parts.length - 1 ? add({ op: op.split, to: steps.length + 1 }) : null
      emit(part, steps)
      if (!split) return
      ends.push(add({ op: op.jump }))
      split.or = steps.length
    })
    for (const end of ends) end.to = steps.length
  } else {
    for (let n = 0; n < node.least; n++) emit(node.part, steps)
    if (node.most === Infinity) {
      const split = add({ op: op.split, to: steps.length + 1 })
      const back = steps.length - 1
      emit(node.part, steps)
      add({ op: op.jump, to: back })
      split.or = steps.length
      return
    }
    const splits: Step[] = []
    for (let n = node.least; n < node.most; n++) {
      splits.push(add({ op: op.split, to: steps.length + 1 }))
      emit(node.part, steps)
    }
    for (const split of splits) split.or = steps.length
  }
}

const isWord = (code: number) =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 95 || (code >= 65 && code <= 90)

/** At each letter every step is entered at most once: letters times steps is the most it can cost. */
function machine(steps: Step[]): (text: string, wholeSpan: boolean) => [start: number, end: number] | null {
  const entered = new Int32Array(steps.length)
  let now = new Int32Array(steps.length)
  let next = new Int32Array(steps.length)
  let startsNow = new Int32Array(steps.length)
  let startsNext = new Int32Array(steps.length)
  return (text, wholeSpan) => {
    entered.fill(-1)
    let found: [number, number] | null = null
    let count = 0

    /** Follows splits, jumps and assertions until a letter is needed. An older start comes first, so it is the one kept. */
    const enter = (first: number, start: number, at: number, into: Int32Array, starts: Int32Array, size: number) => {
      const waiting = [first]
      for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
        if (entered[step] === at) continue
        entered[step] = at
        const { op: what, to, or, at: place } = steps[step]!
        if (what === op.jump) waiting.push(to)
        else if (what === op.split) waiting.push(or, to)
        else if (what === op.assert) {
          if (stands(place, text, at)) waiting.push(step + 1)
        } else if (what === op.match) {
          if (!found || start <= found[0]) found = [start, at]
        } else {
          into[size] = step
          starts[size++] = start
        }
      }
      return size
    }

    count = enter(0, 0, 0, now, startsNow, 0)
    for (let at = 0; at < text.length && !(found && (!wholeSpan || count === 0));) {
      const code = text.codePointAt(at)!
      const after = at + (code > 0xffff ? 2 : 1)
      let size = 0
      for (let n = 0; n < count; n++) {
        const step = now[n]!
        if (found && startsNow[n]! > (found as [number, number])[0]) continue
        if (steps[step]!.holds!(code)) size = enter(step + 1, startsNow[n]!, after, next, startsNext, size)
      }
      if (!found) size = enter(0, after, after, next, startsNext, size)
      ;[now, next] = [next, now]
      ;[startsNow, startsNext] = [startsNext, startsNow]
      count = size
      at = after
    }
    return found
  }
}

function stands(place: Step['at'], text: string, at: number): boolean {
  if (place === 'start') return at === 0
  if (place === 'end') return at === text.length
  const before = at > 0 && isWord(text.charCodeAt(at - 1))
  const behind = at < text.length && isWord(text.charCodeAt(at))
  return (before !== behind) === (place === 'word')
}

/** The longest run of letters that has to be there. */
function requiredIn(node: Node): string {
  const runs: string[] = []
  let run = ''
  const end = () => {
    runs.push(run)
    run = ''
  }
  const visit = (part: Node): void => {
    if (part.kind === 'set' && part.letter !== null) run += part.letter
    else if (part.kind === 'sequence') part.parts.forEach(visit)
    else if (part.kind !== 'assert') {
      end()
      if (part.kind === 'repeat' && part.least > 0) runs.push(requiredIn(part.part))
    }
  }
  visit(node)
  end()
  return runs.reduce((longest, one) => (one.length > longest.length ? one : longest), '')
}
