/** How each action is taken back: through the verbs of the rooms, with the rights of whoever reverts. What is not here is not revertible. */
import { isDeepStrictEqual } from 'node:util'
import { deleteAccount, restoreAccount } from '#server/accounts/delete-account.ts'
import { editAccount } from '#server/accounts/edit-account.ts'
import { lockAccount } from '#server/accounts/queries.ts'
import { deleteContact, restoreContact } from '#server/contacts/delete-contact.ts'
import { editContact } from '#server/contacts/edit-contact.ts'
import { lockContact } from '#server/contacts/queries.ts'
import { closeDeal } from '#server/deals/close-deal.ts'
import { editDeal } from '#server/deals/edit-deal.ts'
import { deleteDeal, restoreDeal } from '#server/deals/delete-deal.ts'
import { lockDeal } from '#server/deals/queries.ts'
import { settleBack } from '#server/fields/settle-metadata.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { deleteTask, restoreTask } from '#server/tasks/delete-task.ts'
import { editTask } from '#server/tasks/edit-task.ts'
import { lockTask } from '#server/tasks/queries.ts'
import { assignEntries } from '#server/time/assign-entries.ts'
import { setAsideEntries } from '#server/time/quarantine.ts'
import { deleteEntry, restoreEntry } from '#server/time/delete-entry.ts'
import { lockFormer } from '#server/time/former-queries.ts'
import { returnToQueue } from '#server/time/return-to-queue.ts'
import { putBackEntry } from '#server/time/put-back-entry.ts'
import { lockEntries } from '#server/time/write-queries.ts'
import { revertMerge } from './revert-merge.ts'
import { revertReshaping } from './revert-reshaping.ts'

type Fields = Record<string, unknown>
type Back = (tx: Database, actor: Actor, id: string, before: Fields, now: Fields) => Promise<unknown>
export type Revert = {
  /** The record as it is, locked; undefined where it is gone or the actor may not change it. */
  now: (tx: Database, actor: Actor, id: string) => Promise<object | undefined>
  back: Back
}

const account = (back: Back): Revert => ({ now: lockAccount, back })
const contact = (back: Back): Revert => ({ now: lockContact, back })
const deal = (back: Back): Revert => ({ now: lockDeal, back })
const task = (back: Back): Revert => ({ now: lockTask, back })
const entry = (back: Back): Revert => ({ now: async (tx, actor, id) => (await lockEntries(tx, actor, [id]))[0], back })

const reverts: Record<string, Revert> = {
  'account.created': account((tx, actor, id) => deleteAccount(tx, actor, id, null)),
  'account.changed': account((tx, actor, id, before) => editAccount(tx, actor, id, before, null, settleBack)),
  'account.deleted': account(restoreAccount),
  'account.restored': account((tx, actor, id) => deleteAccount(tx, actor, id, null)),
  'contact.created': contact((tx, actor, id) => deleteContact(tx, actor, id, null)),
  'contact.changed': contact((tx, actor, id, before) => editContact(tx, actor, id, before, null, settleBack)),
  'contact.deleted': contact(restoreContact),
  'contact.restored': contact((tx, actor, id) => deleteContact(tx, actor, id, null)),
  'deal.created': deal((tx, actor, id) => deleteDeal(tx, actor, id, null)),
  'deal.changed': deal((tx, actor, id, before, now) =>
    editDeal(tx, actor, id, dealPatch(before, now), null, settleBack),
  ),
  'deal.closed': deal((tx, actor, id, before) =>
    editDeal(tx, actor, id, { stage: before['stage'] as 'prospecting' }, null),
  ),
  'deal.reopened': deal((tx, actor, id, before) => closeDeal(tx, actor, id, closingOf(before), null)),
  'deal.deleted': deal(restoreDeal),
  'deal.restored': deal((tx, actor, id) => deleteDeal(tx, actor, id, null)),
  'task.created': task((tx, actor, id) => deleteTask(tx, actor, id, null)),
  'task.changed': task((tx, actor, id, before) => editTask(tx, actor, id, before, null, settleBack)),
  'task.deleted': task(restoreTask),
  'task.restored': task((tx, actor, id) => deleteTask(tx, actor, id, null)),
  'time_entry.changed': entry(putBackEntry),
  'time_entry.believed': entry((tx, actor, id, before) => setAsideEntries(tx, actor, doubt(id, before))),
  'time_entry.discarded': entry((tx, actor, id, before) => setAsideEntries(tx, actor, doubt(id, before))),
  'time_entry.assigned': entry((tx, actor, id) => returnToQueue(tx, actor, [id])),
  'time_entry.deleted': {
    now: async (tx, actor, id) => (await lockFormer(tx, actor, 'id', [id]))[0],
    back: (tx, actor, id) => restoreEntry(tx, actor, id),
  },
  'time_entry.restored': entry((tx, actor, id) => deleteEntry(tx, actor, id, null)),
  'time_entry.returned': entry((tx, actor, id, before) => assignEntries(tx, actor, [id], placeOf(before))),
}

/** What hangs together and does not come apart row by row: the leading row of such a deed takes all of it back. */
const wholes: Record<string, typeof revertMerge> = {
  'account.merged': revertMerge,
  'contact.merged': revertMerge,
  'time_entry.split': revertReshaping,
  'time_entry.merged': revertReshaping,
}

export const revertOf = (action: string): Revert | undefined => reverts[action]
export const wholeOf = (action: string) => wholes[action]
/** A revert is taken back like anything else: by what it did. */
export const isRevertible = (action: string) => action in reverts || action in wholes || action === 'deed.reverted'

/** What has a way back of its own. */
const ownWay: Record<string, string> = {
  'remap.started': 'What a rule moved is put back as a whole, for seven days, on its own page.',
  'timesheet.approved': 'An approved week is reopened under Approvals, with a reason.',
  'import.started': 'An import is taken back as a whole, for seven days, on its own page.',
  'record_import.started': 'An import is taken back as a whole, for seven days, on its own page.',
}
export const whyNotRevertible = (action: string) =>
  ownWay[action] ?? 'What was done here cannot be taken back from here.'

/** Whether what the change left is still there. A record keeps more than the ledger says of it, and the rest does not count. */
export const isAsLeft = (now: object, after: Fields | null) =>
  Object.entries(after ?? {}).every(
    ([field, value]) => !(field in now) || isDeepStrictEqual((now as Fields)[field] ?? null, value ?? null),
  )

/** From columns to what a person would send: an amount goes with its currency, and of both only what differed was kept. */
function dealPatch(before: Fields, now: Fields) {
  const { value, currency, budget_money, budget_currency, ...rest } = { ...now, ...before }
  const changed = Object.fromEntries(
    Object.keys(before).flatMap((field) => (field in rest ? [[field, rest[field]]] : [])),
  )
  return {
    ...changed,
    ...(('value' in before || 'currency' in before) && { value: moneyOf(value, currency) }),
    ...(('budget_money' in before || 'budget_currency' in before) && {
      budget_money: moneyOf(budget_money, budget_currency),
    }),
  }
}
const moneyOf = (amount: unknown, currency: unknown) =>
  amount === null ? null : { amount: String(amount), currency: String(currency) }

const closingOf = ({ stage, closed_reason }: Fields) => ({
  stage: stage as 'won' | 'lost',
  reason: (closed_reason as string | null | undefined) ?? null,
})

const doubt = (id: string, { quarantine_reason }: Fields) => ({ ids: [id], reason: String(quarantine_reason) })

const placeOf = ({ account_id, deal_id, task_id, billable }: Fields) => ({
  account_id: account_id as string | null,
  deal_id: deal_id as string | null,
  task_id: task_id as string | null,
  billable: billable as boolean,
})
