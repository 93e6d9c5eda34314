/** Where a person puts time: on a deal, a task, an account, or nowhere because it is internal work. */
import type { Assignment } from '#domain/time.ts'
import type { Actor } from '#server/platform/actor.ts'
import type { Database } from '#server/platform/database.ts'
import { invalid } from '#server/platform/errors.ts'
import type { Place } from './entry-row.ts'
import { findDealAccounts, findTasks, hasAccount } from './queries.ts'

export type Choice = Place & { billable?: boolean }

/** 422 naming the field where the target is unknown or its parts belong to different accounts. */
export async function choosePlace(tx: Database, actor: Actor, target: Assignment): Promise<Choice> {
  const { account_id, deal_id, task_id } = await resolveTarget(tx, actor, target)
  const internal = account_id === null
  const reason = internal ? `${actor.name} marked it as internal work.` : `${actor.name} put it here.`
  const mapping = {
    rule: 'person' as const,
    reason,
    confidence: 1,
    matched: null,
    runner_up: null,
    ...(actor.id && { by: actor.id }),
    at: new Date().toISOString(),
  }
  const billable = target.billable ?? (internal ? false : undefined)
  return { account_id, deal_id, task_id, mapping, status: 'synced', ...(billable !== undefined && { billable }) }
}

type Target = { account_id: string | null; deal_id: string | null; task_id: string | null }

async function resolveTarget(tx: Database, actor: Actor, target: Assignment): Promise<Target> {
  const task = target.task_id ? (await findTasks(tx, actor, [target.task_id]))[0] : null
  if (task === undefined) throw invalid('/task_id', 'unknown_task', 'There is no such task.')
  const deal_id = target.deal_id ?? task?.deal_id ?? null
  if (task?.deal_id && task.deal_id !== deal_id)
    throw invalid('/task_id', 'deal_and_task_differ', 'The task belongs to another deal.')
  const deal = deal_id ? (await findDealAccounts(tx, [deal_id]))[0] : null
  if (deal === undefined) throw invalid('/deal_id', 'unknown_deal', 'There is no such deal.')
  const asked = target.account_id ?? null
  const account_id = deal?.account_id ?? task?.account_id ?? asked
  if (asked && asked !== account_id)
    throw invalid('/account_id', 'accounts_differ', 'The deal or task belongs to another account.')
  if (task?.account_id && task.account_id !== account_id)
    throw invalid('/task_id', 'deal_and_task_differ', 'The deal and the task belong to different accounts.')
  if (account_id && !(await hasAccount(tx, account_id)))
    throw invalid('/account_id', 'unknown_account', 'There is no such account.')
  return { account_id, deal_id, task_id: target.task_id ?? null }
}
