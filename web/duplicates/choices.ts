/** The fields of two records beside each other, as they are read, and which of the two is taken. */
import type { Mergeable } from '../../domain/duplicates.ts'
import { mergedFields } from '../../domain/merging.ts'
import type { Account } from '../accounts/calls.ts'
import type { Contact } from '../contacts/calls.ts'

export type Side = 'this' | 'other'
export type Mixable = Account | Contact
/** `field`: its name, free ones as `metadata.key`. The texts are what people read, null where it is empty. */
export type Choice = { field: string; label: string; mine: string | null; theirs: string | null }

const labels: Record<string, string> = {
  name: 'Name',
  industry: 'Industry',
  address: 'Address',
  phone: 'Phone',
  website: 'Website',
  primary_contact_id: 'Primary contact',
  owner_id: 'Owner',
  account_id: 'Account',
  first_name: 'First name',
  last_name: 'Last name',
  email: 'E-mail',
  job_title: 'Title',
}

const textOf = (row: Record<string, unknown>, field: string): string | null => {
  const named = field.replace(/_id$/, '_name')
  const value = row[named in row ? named : field]
  return value === null || value === undefined || value === '' ? null : text(value)
}
const text = (value: unknown): string =>
  typeof value === 'string' ? value : Array.isArray(value) ? value.map(text).join(', ') : JSON.stringify(value)

/** Only what differs is a choice. `custom`: the labels of free fields by their keys. */
export function choicesOf(object: Mergeable, mine: Mixable, theirs: Mixable, custom: Record<string, string>): Choice[] {
  const own = mergedFields[object].map((field) => ({
    field,
    label: labels[field]!,
    mine: textOf(mine as Record<string, unknown>, field),
    theirs: textOf(theirs as Record<string, unknown>, field),
  }))
  const keys = [...new Set([...Object.keys(mine.metadata), ...Object.keys(theirs.metadata)])]
  const free = keys.map((key) => ({
    field: `metadata.${key}`,
    label: custom[key] ?? key,
    mine: textOf(mine.metadata, key),
    theirs: textOf(theirs.metadata, key),
  }))
  return [...own, ...free].filter((choice) => choice.mine !== choice.theirs)
}

/** Until somebody chooses: what is there, and of two the one that stays. */
export const usualSide = ({ mine }: Choice): Side => (mine === null ? 'other' : 'this')

export function takeOf(choices: Choice[], chosen: Record<string, Side>) {
  const sides = choices.map((choice): [string, Side] => [choice.field, chosen[choice.field] ?? usualSide(choice)])
  const [free, own] = [true, false].map((isFree) => sides.filter(([field]) => field.startsWith('metadata.') === isFree))
  const metadata = Object.fromEntries(free!.map(([field, side]) => [field.slice('metadata.'.length), side]))
  return { ...Object.fromEntries(own!), ...(free!.length > 0 && { metadata }) }
}
