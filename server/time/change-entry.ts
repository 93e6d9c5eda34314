import { isDeepStrictEqual } from 'node:util'
import type { EntryChange } from '#domain/time-deeds.ts'
import type { Choice } from './choose-place.ts'
import { waiting, type EntryRow } from './entry-row.ts'

const most = 50

/** The entry as the change would make it. Where it is already, it stays for the reason it is there. */
export function changed<E extends EntryRow>(row: E, change: EntryChange, choice: Choice | null): E {
  const { billable, tags } = change
  return {
    ...row,
    ...(change.place === null && row.status === 'synced' && waiting),
    ...(choice && !isThere(row, choice) && choice),
    ...(billable !== undefined && { billable }),
    ...(tags && { tags: tagged(row.tags, tags) }),
  }
}

const isThere = (row: EntryRow, { account_id, deal_id, task_id }: Choice) =>
  row.status === 'synced' && row.account_id === account_id && row.deal_id === deal_id && row.task_id === task_id

/** No more than an entry may have: what does not fit is not added. */
const tagged = (tags: string[], { add = [], remove = [] }: NonNullable<EntryChange['tags']>) =>
  [...new Set([...tags.filter((tag) => !remove.includes(tag)), ...add])].slice(0, Math.max(most, tags.length))

const compared = ['account_id', 'deal_id', 'task_id', 'status', 'billable', 'tags'] as const
export const sameEntry = (a: EntryRow, b: EntryRow) => compared.every((name) => isDeepStrictEqual(a[name], b[name]))
