/** How entries are changed in the table: where they are, whether they are billed, and their tags. */
import type { EntryChange } from '../../domain/time-deeds.ts'
import { api, ProblemError } from '../data/client.ts'
import type { Find } from '../layout/Lookup.tsx'
import { linesOf, wordsIn, type Changes, type Resource } from '../layout/resource.ts'
import { moment } from '../ui/formats.tsx'
import { getEntry, type Entry } from './calls.ts'
import { findTargets, knownTarget } from './TargetPicker.tsx'

export const internal = { value: 'internal', label: 'Internal work', detail: 'no customer, not billable' }
const queue = { value: 'queue', label: 'Back to review', detail: 'nowhere yet' }

const findPlaces: Find = async (text) => {
  const fixed = [internal, queue].filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()))
  return [...(await findTargets(text)), ...fixed]
}
const nameOfPlace = (value: string): Promise<string> => {
  const target = knownTarget(value)
  const fixed = [internal, queue].find((one) => one.value === value)
  return Promise.resolve(target?.deal_name ?? target?.account_name ?? fixed?.label ?? 'As it is')
}

const placeOf = ({ status, deal_id, account_id }: Entry) =>
  status === 'synced' ? (deal_id ?? account_id ?? internal.value) : queue.value

const options = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
]

/** From what stands in fields to the change the server takes. */
export function changeOf({ place, billable, tags, tags_add, tags_remove }: Changes, known: string[] = []): EntryChange {
  const wanted = wordsIn(tags)
  return {
    ...(place && { place: targetOf(place) }),
    ...(billable && { billable: billable === 'true' }),
    ...(tags !== undefined && {
      tags: { add: wanted.filter((tag) => !known.includes(tag)), remove: known.filter((tag) => !wanted.includes(tag)) },
    }),
    ...(tags_add && { tags: { add: wordsIn(tags_add) } }),
    ...(tags_remove && { tags: { remove: wordsIn(tags_remove) } }),
  }
}

export function targetOf(place: string): Exclude<EntryChange['place'], undefined> {
  if (place === queue.value) return null
  if (place === internal.value) return {}
  const target = knownTarget(place)
  return target && !target.deal_id ? { account_id: place } : { deal_id: place }
}

/** One entry by the deed for many, which says for each what is in its way. */
async function patch(base: Entry, changes: Changes): Promise<Entry> {
  const body = { ids: [base.id], versions: [base.version], change: changeOf(changes, base.tags) }
  const [result] = (await api.post('/time-entries/bulk', { body })).results
  if (result!.status === 'skipped') {
    const detail = result!.message ?? 'It was left as it is.'
    throw new ProblemError(result!.code === 'changed_since' ? 412 : 409, { code: result!.code ?? '', detail })
  }
  return getEntry(base.id)
}

/** An entry has no name: whose it is and when. */
export const nameOfEntry = ({ user_name, start_time }: Pick<Entry, 'user_name' | 'start_time'>) =>
  `${user_name}, ${moment(start_time)}`

export const entries: Resource<Entry> = {
  key: 'time',
  noun: 'entry',
  fields: [
    {
      name: 'place',
      label: 'Map to',
      required: true,
      lookup: { kind: 'places', find: findPlaces, nameOf: nameOfPlace },
    },
    { name: 'billable', label: 'Billable', required: true, options },
    { name: 'tags', label: 'Tags', type: 'words' },
    { name: 'tags_add', label: 'Add tags', type: 'words' },
    { name: 'tags_remove', label: 'Remove tags', type: 'words' },
  ],
  nameOf: nameOfEntry,
  valuesOf: (entry) => ({
    place: placeOf(entry),
    billable: String(entry.billable),
    tags: linesOf(entry.tags),
  }),
  get: getEntry,
  patch,
  preview: (entry, { billable, tags }) => ({
    ...entry,
    ...(billable && { billable: billable === 'true' }),
    ...(tags !== undefined && { tags: wordsIn(tags) }),
  }),
  keys: { m: 'place' },
  bulk: {
    fields: ['place', 'billable', 'tags_add', 'tags_remove'],
    bodyOf: changeOf,
    send: (order) => api.post('/time-entries/bulk', { body: order }),
    matching: (query) => api.get('/time-entries/matching', { query }),
  },
  bin: {
    remove: ({ id, version }) => api.delete('/time-entries/{id}', { params: { id }, version }),
    restore: (id) => api.post('/time-entries/{id}/restore', { params: { id } }),
  },
}
