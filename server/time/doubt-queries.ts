/** Why time is aside, and how far the clocks of devices were off. */
import type { DoubtKind } from '#domain/doubts.ts'
import { dealAndTaskAgree } from '#domain/mapping.ts'
import type { Actor } from '#server/platform/actor.ts'
import { arrayOf, sql, type Database } from '#server/platform/database.ts'
import type { TaskRow } from './queries.ts'

/** `deal_id`, `task_id`: what the entry itself names, which has no place while it is aside. */
type Doubted = { id: string; user_id: string; kind: DoubtKind; deal_id: string | null; task_id: string | null }
type SentBy = { key_id: string | null; clock_seconds: number | null }
const nobody: SentBy = { key_id: null, clock_seconds: null }

/** Of entries that go aside now. What is known of their sender stays. */
export async function writeDoubts(tx: Database, doubts: Doubted[], { key_id, clock_seconds } = nobody): Promise<void> {
  if (doubts.length === 0) return
  await sql`
    insert into doubts as d (id, user_id, kind, deal_id, task_id, key_id, clock_seconds)
    select id, user_id, kind, deal_id, task_id, ${key_id}::uuid, ${clock_seconds}::int
    from rows from (
      unnest(${arrayOf(doubts.map(({ id }) => id))}::uuid[]), unnest(${arrayOf(doubts.map(({ user_id }) => user_id))}::uuid[]),
      unnest(${arrayOf(doubts.map(({ kind }) => kind))}::text[]), unnest(${arrayOf(doubts.map(({ deal_id }) => deal_id))}::uuid[]),
      unnest(${arrayOf(doubts.map(({ task_id }) => task_id))}::uuid[])
    ) as n (id, user_id, kind, deal_id, task_id)
    on conflict (id) do update set
      kind = excluded.kind, deal_id = excluded.deal_id, task_id = excluded.task_id,
      key_id = coalesce(excluded.key_id, d.key_id), clock_seconds = coalesce(excluded.clock_seconds, d.clock_seconds)
  `.execute(tx)
}

export const forgetDoubts = (tx: Database, ids: string[]) => sql`delete from doubts where id = any (${ids})`.execute(tx)

/** By entry, how far ahead of ours the clock of its sender ran, where that was measured. */
export async function findClocks(tx: Database, ids: string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; clock_seconds: number }>`
    select id, clock_seconds from doubts where id = any (${ids}) and clock_seconds is not null
  `.execute(tx)
  return new Map(rows.map(({ id, clock_seconds }) => [id, clock_seconds]))
}

export type Named = { deal_id: string | null; task: TaskRow | null }
/** By entry, the deal and task it names, as far as they are there and belong together today. */
export async function findNamed(tx: Database, ids: string[]): Promise<Map<string, Named>> {
  const { rows } = await sql<{ id: string; deal_id: string | null; account_id: string | null; task: TaskRow | null }>`
    select q.id, d.id as deal_id, d.account_id,
           case when t.id is not null then
             jsonb_build_object('id', t.id, 'deal_id', t.deal_id, 'account_id', coalesce(o.account_id, t.account_id))
           end as task
    from doubts q
    left join (deals d join accounts a on a.id = d.account_id and a.deleted_at is null) on d.id = q.deal_id and d.deleted_at is null
    left join tasks t on t.id = q.task_id and t.deleted_at is null
    left join deals o on o.id = t.deal_id
    where q.id = any (${ids}) and (d.id is not null or t.id is not null)
  `.execute(tx)
  return new Map(
    rows.map(({ id, deal_id, account_id, task }) => {
      const deal = deal_id === null ? null : { account_id: account_id! }
      const isOfDeal = task?.deal_id == null || deal_id === null || task.deal_id === deal_id
      return [id, { deal_id, task: isOfDeal && dealAndTaskAgree(deal, task) ? task : null }]
    }),
  )
}

/** Of a machine of a person; a program that sends for many has many clocks behind it. Written where it says something new. */
export async function noteClock(tx: Database, actor: Actor, clock_s: number | null): Promise<void> {
  if (actor.kind !== 'api_key' || actor.person_id === null || clock_s === null) return
  await sql`
    insert into device_clocks as c (key_id, user_id, day, lowest_seconds, highest_seconds)
    values (${actor.id}, ${actor.person_id}, current_date, ${clock_s}, ${clock_s})
    on conflict (key_id, day) do update set
      lowest_seconds = least(c.lowest_seconds, excluded.lowest_seconds),
      highest_seconds = greatest(c.highest_seconds, excluded.highest_seconds)
    where excluded.lowest_seconds < c.lowest_seconds or excluded.highest_seconds > c.highest_seconds
  `.execute(tx)
}
