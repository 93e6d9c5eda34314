import type { Timer } from '#domain/timers.ts'
import { sql, type Database } from '#server/platform/database.ts'

/** As it is called today: a customer may have been merged into another since, and a deal is where its account is. */
const account = sql`coalesce(d.account_id, account_survivor(r.account_id))`

export async function findTimer(db: Database, user_id: string): Promise<Timer | null> {
  const { rows } = await sql<Timer>`
    select r.id, r.started_at, a.id as account_id, a.name as account_name, r.deal_id, d.name as deal_name, r.task_id, t.title as task_title
    from running_timers r
    left join deals d on d.id = r.deal_id
    left join accounts a on a.id = ${account}
    left join tasks t on t.id = r.task_id
    where r.user_id = ${user_id}
  `.execute(db)
  return rows[0] ?? null
}

export type TimerRow = Pick<Timer, 'id' | 'started_at' | 'account_id' | 'deal_id' | 'task_id'>

/** The person's own, locked: of two devices that stop it one is told that it is not running. */
export async function lockTimer(tx: Database, user_id: string): Promise<TimerRow | null> {
  const { rows } = await sql<TimerRow>`
    select r.id, r.started_at, ${account} as account_id, r.deal_id, r.task_id
    from running_timers r left join deals d on d.id = r.deal_id
    where r.user_id = ${user_id} for update of r
  `.execute(tx)
  return rows[0] ?? null
}

export type TimerFields = Omit<TimerRow, 'id'>
/** Its id; null where one runs already. */
export async function insertTimer(tx: Database, user_id: string, fields: TimerFields): Promise<string | null> {
  const { started_at, account_id, deal_id, task_id } = fields
  const { rows } = await sql<{ id: string }>`
    insert into running_timers (user_id, started_at, account_id, deal_id, task_id)
    values (${user_id}, ${started_at}, ${account_id}, ${deal_id}, ${task_id})
    on conflict (user_id) do nothing
    returning id
  `.execute(tx)
  return rows[0]?.id ?? null
}

export const updateTimer = (tx: Database, user_id: string, { started_at, account_id, deal_id, task_id }: TimerFields) =>
  sql`
    update running_timers
    set started_at = ${started_at}, account_id = ${account_id}, deal_id = ${deal_id}, task_id = ${task_id},
        version = version + 1, updated_at = now()
    where user_id = ${user_id}
  `.execute(tx)

export const removeTimer = (tx: Database, user_id: string) =>
  sql`delete from running_timers where user_id = ${user_id}`.execute(tx)
