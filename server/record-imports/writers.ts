/** How each kind of record is written by the hundred. The rooms own the statements; this says which belong to which object. */
import { insertAccounts, lockAccounts, rewriteAccounts } from '#server/accounts/queries.ts'
import { insertContacts, lockContacts, rewriteContacts } from '#server/contacts/queries.ts'
import { isOpen, type Stage } from '#domain/deals.ts'
import type { ImportObject } from '#domain/import-fields.ts'
import type { Permission } from '#domain/permissions.ts'
import { insertDeals, lockDeals, recordFirstStages, rewriteDeals } from '#server/deals/queries.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { insertTasks, lockTasks, rewriteTasks } from '#server/tasks/queries.ts'

export type Fields = Record<string, unknown>
export type Stored = Fields & { id: string; version: number }
export type Writer = {
  right: Permission
  owner: 'owner_id' | 'assigned_to'
  /** What an update may change; the others of a record have deeds of their own. */
  editable: readonly string[]
  insert: (tx: Database, actor: Actor, rows: (Fields & { id: string })[]) => Promise<unknown>
  /** Rows as they may be changed by this actor, locked in one order. */
  lock: (tx: Database, actor: Actor, ids: string[]) => Promise<Stored[]>
  /** Whole rows; gives their new versions. */
  rewrite: (tx: Database, rows: Stored[]) => Promise<{ id: string; version: number }[]>
  /** From a checked input to columns. */
  row: (input: Fields, now: string) => Fields
}

const asTheyAre = (input: Fields) => input

export const writers: Record<ImportObject, Writer> = {
  account: {
    right: 'accounts:write',
    owner: 'owner_id',
    editable: ['name', 'industry', 'address', 'phone', 'website', 'tags', 'metadata'],
    insert: (tx, _, rows) => insertAccounts(tx, rows as never),
    lock: lockAccounts,
    rewrite: rewriteAccounts,
    row: asTheyAre,
  },
  contact: {
    right: 'accounts:write',
    owner: 'owner_id',
    editable: ['first_name', 'last_name', 'email', 'phone', 'job_title', 'account_id', 'tags', 'metadata'],
    insert: (tx, _, rows) => insertContacts(tx, rows as never),
    lock: lockContacts,
    rewrite: rewriteContacts,
    row: asTheyAre,
  },
  deal: {
    right: 'deals:write',
    owner: 'owner_id',
    editable: ['name', 'value', 'currency', 'probability', 'start_date', 'end_date', 'metadata'],
    insert: async (tx, actor, rows) => {
      await insertDeals(tx, rows as never)
      await recordFirstStages(
        tx,
        rows.map(({ id }) => id),
        actor.kind === 'user' ? actor.id : null,
      )
    },
    lock: lockDeals,
    rewrite: rewriteDeals,
    row: dealRow,
  },
  task: {
    right: 'tasks:write',
    owner: 'assigned_to',
    editable: ['title', 'description', 'status', 'priority', 'due_date', 'estimated_hours', 'deal_id', 'account_id'],
    insert: (tx, _, rows) => insertTasks(tx, rows as never),
    lock: lockTasks,
    rewrite: rewriteTasks,
    row: asTheyAre,
  },
}

/** A deal that comes closed was closed on its close date; who did it is not known here. */
function dealRow({ value, probability, ...fields }: Fields, now: string): Fields {
  const { amount = null, currency = null } = (value ?? {}) as { amount?: string; currency?: string }
  const open = isOpen((fields['stage'] ?? 'prospecting') as Stage)
  const closed_at = fields['end_date'] ? `${String(fields['end_date'])}T12:00:00Z` : now
  return {
    ...fields,
    value: amount,
    currency,
    ...(open ? { probability: probability ?? null } : { closed_at, probability: null }),
  }
}
