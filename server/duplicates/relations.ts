/** What hangs on an account or a contact, and goes along when it is merged into another. */
import type { Mergeable } from '#domain/duplicates.ts'
import type { CarriedKind } from '#domain/merging.ts'
import { movePrimary } from '#server/accounts/queries.ts'
import { moveContacts } from '#server/contacts/queries.ts'
import { moveDeals } from '#server/deals/queries.ts'
import { moveNotes } from '#server/notes/queries.ts'
import { sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import type { Tables } from '#server/platform/tables.ts'
import { moveRules } from '#server/rules/queries.ts'
import { moveTasks } from '#server/tasks/queries.ts'
import { moveEntries } from '#server/time/write-queries.ts'

type Which = RawBuilder<unknown>
export type Relation = {
  kind: CarriedKind
  /** As the ledger calls one of them. */
  noun: string
  table: keyof Tables
  column: string
  move: (tx: Database, from: string, to: string, which?: Which) => Promise<string[]>
  /** Of the rows `t`, those that go along with a survivor that will have these fields; all unless said otherwise. */
  along?: (fields: Record<string, unknown>) => Which
  /** Of the rows `t`, those that go back to `to`; `carried` are those the merge had brought. */
  back?: (carried: Which, to: string) => Which
}

/** Whatever belongs to a deal or a task is where that is: also what came to it after the merge. Deals go first, then tasks. */
const withDeal = (to: string) => sql`t.deal_id in (select d.id from deals d where d.account_id = ${to})`
const withTask = (to: string) => sql`t.task_id in (select k.id from tasks k where k.account_id = ${to})`

export const relations: Record<Mergeable, Relation[]> = {
  account: [
    { kind: 'contacts', noun: 'contact', table: 'contacts', column: 'account_id', move: moveContacts },
    { kind: 'deals', noun: 'deal', table: 'deals', column: 'account_id', move: moveDeals },
    {
      kind: 'tasks',
      noun: 'task',
      table: 'tasks',
      column: 'account_id',
      move: moveTasks,
      back: (carried, to) => sql`(${withDeal(to)} or (${carried} and t.deal_id is null))`,
    },
    {
      kind: 'time_entries',
      noun: 'time_entry',
      table: 'time_entries',
      column: 'account_id',
      move: moveEntries,
      back: (carried, to) =>
        sql`(${withDeal(to)} or (t.deal_id is null and (${withTask(to)} or (${carried} and t.task_id is null))))`,
    },
    { kind: 'notes', noun: 'note', table: 'notes', column: 'account_id', move: moveNotes('account_id') },
    { kind: 'mapping_rules', noun: 'mapping_rule', table: 'mapping_rules', column: 'account_id', move: moveRules },
  ],
  contact: [
    { kind: 'notes', noun: 'note', table: 'notes', column: 'contact_id', move: moveNotes('contact_id') },
    {
      kind: 'accounts',
      noun: 'account',
      table: 'accounts',
      column: 'primary_contact_id',
      move: movePrimary,
      // the primary contact of an account is one of its own
      along: ({ account_id }) => sql`t.id = ${account_id}::uuid`,
    },
  ],
}
