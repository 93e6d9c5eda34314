/**
 * Many rules at once. Each is filed under something an entry must have for it to hold (an app, a domain, three letters of its
 * title); an entry is tested by the rules it finds there, so that 500 rules are not 500 tests (docs/decisions/0015).
 */
import { compilePattern, type Pattern } from './patterns.ts'
import {
  fieldsIn,
  folded,
  isEvidence,
  type Condition,
  type Field,
  type Operator,
  type Test,
} from './rule-conditions.ts'
import { lookAt, type Facts, type Look } from './rule-facts.ts'
import { createFiles, type Key } from './rule-files.ts'
import { printCondition, printTest } from './rule-text.ts'

/** `keys`: at least one of them an entry must have for it to hold; null: nothing is sure, it is tried on every entry. */
type Compiled = { holds: (look: Look) => boolean; keys: Key[] | null }

/** Of whom people and teams are, by their ids. */
export type People = {
  teamOf: (user_id: string) => string | undefined
  nameOf: (field: Field, value: string) => string
}
export const nobody: People = { teamOf: () => undefined, nameOf: (_, value) => value }

export type RuleSet<R> = {
  /** What the rules look at. */
  readonly fields: ReadonlySet<Field>
  /** The rules that hold, in the order given. */
  matching: (facts: Facts) => R[]
  readonly people: People
}

/** The rules in the order in which they come first. */
export function buildRuleSet<R extends { condition: Condition }>(
  rules: readonly R[],
  people: People = nobody,
): RuleSet<R> {
  const everywhere: number[] = []
  const files = createFiles()
  const compiled = rules.map(({ condition }, place) => {
    const { holds, keys } = compile(condition, files.crowd)
    if (keys) for (const key of keys) files.add(key, place)
    else everywhere.push(place)
    return holds
  })
  const candidates = (look: Look) =>
    everywhere.length === 0 ? files.find(look) : [...everywhere, ...files.find(look)].sort((a, b) => a - b)

  return {
    fields: new Set(rules.flatMap(({ condition }) => [...fieldsIn(condition)])),
    matching: (facts) => {
      if (rules.length === 0) return []
      const look = lookAt(facts, people.teamOf)
      const found: R[] = []
      for (const place of candidates(look)) if (compiled[place]!(look)) found.push(rules[place]!)
      return found
    },
    people,
  }
}

/** One condition by itself. */
export function matcher(condition: Condition, { teamOf }: People = nobody): (facts: Facts) => boolean {
  const { holds } = compile(condition, () => 0)
  return (facts) => holds(lookAt(facts, teamOf))
}

/** `crowd`: how many rules are filed under a key already; the emptiest file is chosen. */
function compile(condition: Condition, crowd: (key: Key) => number): Compiled {
  if ('all' in condition) {
    const parts = condition.all.map((part) => compile(part, crowd))
    const filed = parts.flatMap(({ keys }) => (keys ? [keys] : []))
    const load = (keys: Key[]) => keys.reduce((sum, key) => sum + crowd(key), keys.length)
    return {
      holds: (look) => parts.every(({ holds }) => holds(look)),
      keys: filed.length === 0 ? null : filed.reduce((best, keys) => (load(keys) < load(best) ? keys : best)),
    }
  }
  if ('any' in condition) {
    const parts = condition.any.map((part) => compile(part, crowd))
    const keys = parts.flatMap((part) => part.keys ?? [])
    return {
      holds: (look) => parts.some(({ holds }) => holds(look)),
      keys: parts.some((part) => part.keys === null) ? null : keys,
    }
  }
  if ('not' in condition) {
    const { holds } = compile(condition.not, crowd)
    return { holds: (look) => !holds(look), keys: null }
  }
  return compileTest(condition, crowd)
}

function compileTest({ field, operator, values }: Test, crowd: (key: Key) => number): Compiled {
  if (operator === 'is') {
    const wanted = new Set(values.map(folded))
    const keys =
      field === 'weekday' || field === 'hour' || field === 'activity'
        ? null
        : [...wanted].map((value) => ({ field, value, gram: false }))
    return { holds: (look) => look[field].some((value) => wanted.has(value)), keys }
  }
  const compare = comparing(operator, values)
  const literals = operator === 'matches' ? values.map((source) => patternOf(source).literal) : values.map(folded)
  const keys = literals.map((literal) => rarestGram(field, literal, crowd))
  return {
    holds: (look) => (field === 'site' ? look.site.slice(0, 1) : look[field]).some(compare),
    keys: field === 'site' || keys.includes(null) ? null : (keys as Key[]),
  }
}

/** Null for what is shorter than three letters. */
function rarestGram(field: Field, literal: string, crowd: (key: Key) => number): Key | null {
  let best: Key | null = null
  for (let at = 0; at + 3 <= literal.length; at++) {
    const key = { field, value: literal.slice(at, at + 3), gram: true }
    if (!best || crowd(key) < crowd(best)) best = key
  }
  return best
}

function comparing(operator: Operator, values: readonly string[]): (text: string) => boolean {
  if (operator === 'matches') {
    const patterns = values.map(patternOf)
    return (text) => patterns.some((pattern) => pattern.test(text))
  }
  const wanted = values.map(folded)
  if (operator === 'contains') return (text) => wanted.some((value) => text.includes(value))
  if (operator === 'starts with') return (text) => wanted.some((value) => text.startsWith(value))
  if (operator === 'ends with') return (text) => wanted.some((value) => text.endsWith(value))
  return (text) => wanted.includes(text)
}

const patterns = new Map<string, Pattern>()
const mostPatterns = 2_000

/** Making one costs more than trying it, and the same ones come again with every entry. */
function patternOf(source: string): Pattern {
  const known = patterns.get(source)
  if (known) return known
  if (patterns.size >= mostPatterns) patterns.clear()
  const made = compilePattern(source)
  patterns.set(source, made)
  return made
}

/**
 * What in the entry made the condition hold, test by test. What was on the screen is told in the words of the rule: who sees
 * where an entry is must not read its title there.
 */
export function whatMatched(condition: Condition, facts: Facts, people: People): string {
  const look = lookAt(facts, people.teamOf)
  const isScreen = (field: Field) => isEvidence(field) || (field === 'project' && facts.project_from_editor === true)
  const told: string[] = []
  const visit = (part: Condition): void => {
    if ('all' in part) part.all.forEach(visit)
    else if ('any' in part)
      part.any
        .filter((one) => compile(one, () => 0).holds(look))
        .slice(0, 1)
        .forEach(visit)
    else told.push('not' in part ? printCondition(part, people.nameOf) : tell(part, look, isScreen, people.nameOf))
  }
  visit(condition)
  return told.join(' and ').slice(0, longestReason)
}
const longestReason = 500

function tell(test: Test, look: Look, isScreen: (field: Field) => boolean, nameOf: People['nameOf']): string {
  const { field, operator, values } = test
  const hit = values.filter((value) => compileTest({ field, operator, values: [value] }, () => 0).holds(look))
  if (operator === 'matches' && !isScreen(field)) {
    const found = look[field].map((text) => patternOf(hit[0] ?? '').find(text)).find((text) => text !== null)
    if (found) return `${field} “${found}”`
  }
  return printTest({ field, operator, values: hit.length > 0 ? hit.slice(0, 1) : values }, nameOf)
}
