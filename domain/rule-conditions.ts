/** What a mapping rule can ask of an entry: tests of its fields, joined by and, or and not. */

/** Text may be compared in any of these ways; a site is a domain with all below it. */
export const operators = {
  app: ['is', 'contains', 'starts with', 'ends with', 'matches'],
  site: ['is', 'contains'],
  title: ['is', 'contains', 'starts with', 'ends with', 'matches'],
  project: ['is', 'contains', 'starts with', 'ends with', 'matches'],
  tag: ['is', 'contains', 'starts with', 'ends with', 'matches'],
  activity: ['is'],
  person: ['is'],
  team: ['is'],
  weekday: ['is'],
  hour: ['is'],
} as const
export type Field = keyof typeof operators
export type Operator = 'is' | 'contains' | 'starts with' | 'ends with' | 'matches'
export const fields = Object.keys(operators) as Field[]

/** `values`: any one of them. A person and a team are ids, hours are '0' to '23', patterns stand as they are written. */
export type Test = { field: Field; operator: Operator; values: string[] }
export type Condition = Test | { all: Condition[] } | { any: Condition[] } | { not: Condition }

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export const activities = ['app', 'website', 'manual'] as const

export const limits = { text: 4_000, tests: 100, depth: 10, values: 200, value: 200, pattern: 300 }

/** What was on the person's screen: theirs alone unless they release it. */
const evidence: readonly Field[] = ['app', 'site', 'title']
export const isEvidence = (field: Field) => evidence.includes(field)

export function testsIn(condition: Condition): Test[] {
  if ('all' in condition) return condition.all.flatMap(testsIn)
  if ('any' in condition) return condition.any.flatMap(testsIn)
  return 'not' in condition ? testsIn(condition.not) : [condition]
}

export const fieldsIn = (condition: Condition): Set<Field> => new Set(testsIn(condition).map(({ field }) => field))

/** Every value of these fields replaced: people and teams are written by name and kept by id. */
export function withValues(condition: Condition, change: (field: Field, value: string) => string): Condition {
  if ('all' in condition) return { all: condition.all.map((part) => withValues(part, change)) }
  if ('any' in condition) return { any: condition.any.map((part) => withValues(part, change)) }
  if ('not' in condition) return { not: withValues(condition.not, change) }
  return { ...condition, values: condition.values.map((value) => change(condition.field, value)) }
}

/** One spelling of a text for comparing: case and width of letters do not count. */
export const folded = (text: string) => text.normalize('NFKC').toLowerCase()
