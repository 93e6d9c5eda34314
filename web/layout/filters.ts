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
  /** The server takes one value, not one of several. */
  single?: boolean
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
    ...Object.fromEntries(used.map(({ name, single }) => [name, single ? words[name] : valuesOf(words[name])])),
  }
}
