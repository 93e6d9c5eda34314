/** What a list can be narrowed by: each stands in the address as one word and becomes fields of the list's query. */
import type { Records } from './RecordForm.tsx'

export type Option = { value: string; label: string }
export type Filter = {
  name: string
  label: string
  /** A fixed choice. */
  options?: Option[]
  /** A choice among any number of records: searched, and named by id. */
  records?: Records
  /** Any words somebody types. */
  free?: boolean
  /** They are codes, in small letters too. */
  capitals?: boolean
  /** From one value to another, each of which may be left out: `3..8` in the address. */
  range?: 'number' | 'date'
  /** The fields of the query a range becomes, where they are not `name.from` and `name.to`. */
  bounds?: [string, string]
  /** The server takes one value, not one of several. */
  single?: boolean
  /** May stand in the address, of a view of somebody else; who looks may take it away, and cannot look for another. */
  fixed?: boolean
  /** In force while the address says nothing else; `any` in the address lifts it. */
  initial?: string
}

type Words = Record<string, string | undefined>
/** What is in force: the address, and before it what a filter starts with. */
export function inForce(filters: Filter[], search: Words): Words {
  const words = filters.map(({ name, initial }): [string, string | undefined] => [name, search[name] ?? initial])
  return Object.fromEntries(words.filter(([, value]) => value !== undefined && value !== 'any'))
}

export const valuesOf = (text: string | undefined) => (text ? text.split(',') : [])

/** What goes into the address when a filter is changed: nothing, or `any` where it would start again by itself. */
export const wordFor = ({ initial }: Filter, values: string[]): string | undefined =>
  values.length > 0 ? values.join(',') : initial ? 'any' : undefined

/** The filters as the server takes them: one of several values is a list. */
export function queryOf(filters: Filter[], search: Words): Record<string, unknown> {
  const words = inForce(filters, search)
  const used = filters.filter(({ name }) => words[name])
  return {
    ...(search['q'] && { q: search['q'] }),
    ...Object.fromEntries(used.flatMap((filter) => fieldsOf(filter, words[filter.name]!))),
  }
}

function fieldsOf({ name, single, range, bounds, capitals }: Filter, word: string): [string, unknown][] {
  if (!range) return [[name, single ? word : valuesOf(capitals ? word.toUpperCase() : word)]]
  const { from, to } = boundsIn(word)
  const [lower, upper] = bounds ?? [`${name}.from`, `${name}.to`]
  return [...(from ? [[lower, from] as [string, string]] : []), ...(to ? [[upper, to] as [string, string]] : [])]
}

export function boundsIn(word: string | undefined): { from: string; to: string } {
  const [from = '', to = ''] = (word ?? '').split('..')
  return { from, to }
}
export const wordOfBounds = ({ from, to }: { from: string; to: string }): string[] =>
  from || to ? [`${from}..${to}`] : []
