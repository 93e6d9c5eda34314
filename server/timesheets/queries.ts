import {
  mostPlaces,
  type SheetState,
  type SheetStep,
  type Timesheet,
  type TimesheetDetail,
  type TimesheetQuery,
} from '#domain/timesheets.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, among, arrayOf, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'

/** What a row says by itself; what stands in its week is read for those that are shown. */
export type SheetRow = Omit<Timesheet, 'placed_seconds' | 'waiting_seconds' | 'quarantined_seconds' | keyof Looked> & {
  submitted_print: string | null
}
type Looked = Pick<Timesheet, 'usual_seconds' | 'worked_on' | 'changed' | 'print'>

const columns = sql`
  s.id, s.user_id, u.name as user_name, s.week, s.week + 6 as last_day, s.state, s.submitted_at, s.submitted_print, s.decided_at,
  s.decided_by, b.name as decided_by_name, s.reason, s.week + 6 < (now() at time zone u.zone)::date as over,
  s.version, s.created_at, s.updated_at
`
const from = sql`from timesheets s join users u on u.id = s.user_id left join users b on b.id = s.decided_by`

/** Own weeks wait for somebody else, but an admin's. */
const mineToDecide = (actor: Actor) =>
  all(
    sql`s.state = 'submitted'`,
    inScope(actor, 'time:approve', sql`s.user_id`),
    actor.role !== 'admin' && sql`s.user_id is distinct from ${actor.id}::uuid`,
  )

export const listRows = (db: Database, actor: Actor, query: TimesheetQuery) =>
  page(
    query,
    { week: { by: sql`s.week`, type: 'date' } },
    '-week',
    sql`s.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<SheetRow & { sort_key: string }>`
      select ${columns}, ${sort_key} as sort_key ${from}
      where ${all(
        after,
        inScope(actor, 'time:read', sql`s.user_id`),
        query.user_id && among(sql`s.user_id`, query.user_id),
        query.state && among(sql`s.state`, query.state),
        query.date_from !== undefined && sql`s.week >= ${query.date_from}::date - 6`,
        query.date_to !== undefined && sql`s.week <= ${query.date_to}::date`,
        query.mine_to_decide !== undefined && sql`${mineToDecide(actor)} = ${query.mine_to_decide}`,
      )}
      ${order} ${limit}
    `.execute(db)
      return rows
    },
  )

export async function countToDecide(db: Database, actor: Actor): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select from timesheets s where ${mineToDecide(actor)} limit 100) waiting
  `.execute(db)
  return rows[0]!.count
}

export async function getRow(db: Database, where: RawBuilder<unknown>): Promise<SheetRow | undefined> {
  const { rows } = await sql<SheetRow>`select ${columns} ${from} where ${where}`.execute(db)
  return rows[0]
}

export const seenBy = (actor: Actor, id: string) => all(sql`s.id = ${id}`, inScope(actor, 'time:read', sql`s.user_id`))

type Sums = Pick<
  Timesheet,
  'placed_seconds' | 'waiting_seconds' | 'quarantined_seconds' | 'usual_seconds' | 'worked_on' | 'print'
>

/** What stands in these weeks: the sums every report reads, and a digest of them. One statement for any number of weeks. */
export async function findSums(db: Database, weeks: { user_id: string; week: string }[]): Promise<Sums[]> {
  if (weeks.length === 0) return []
  const { rows } = await sql<Sums>`
    select
      coalesce(w.placed_seconds, 0) as placed_seconds, coalesce(w.waiting_seconds, 0) as waiting_seconds,
      coalesce(w.quarantined_seconds, 0) as quarantined_seconds, usual.seconds as usual_seconds,
      coalesce(places.list, '[]') as worked_on, md5(coalesce(w.print, '')) as print
    from rows from (
      unnest(${arrayOf(weeks.map(({ user_id }) => user_id))}::uuid[]), unnest(${arrayOf(weeks.map(({ week }) => week))}::date[])
    ) with ordinality as k (user_id, week, place)
    cross join lateral (
      select sum(t.seconds) filter (where t.status = 'synced') as placed_seconds,
             sum(t.seconds) filter (where t.status = 'unmapped') as waiting_seconds,
             sum(t.seconds) filter (where t.status = 'quarantined') as quarantined_seconds,
             string_agg(concat_ws(' ', t.day, t.deal_id, t.account_id, t.status, t.seconds, t.billable_seconds), ','
               order by t.day, t.deal_id, t.account_id, t.status)
               filter (where t.seconds > 0 and t.status <> 'quarantined') as print
      from time_by_day t where t.user_id = k.user_id and t.day between k.week and k.week + 6
    ) w
    cross join lateral (
      select round(sum(t.seconds)::numeric / nullif(count(distinct (k.week - t.day - 1) / 7), 0))::integer as seconds
      from time_by_day t
      where t.user_id = k.user_id and t.day between k.week - 56 and k.week - 1 and t.status = 'synced' and t.seconds > 0
    ) usual
    cross join lateral (
      select jsonb_agg(jsonb_build_object('deal_id', p.deal_id, 'deal_name', d.name, 'account_id', p.account_id, 'account_name', a.name,
               'seconds', p.seconds) order by p.seconds desc) as list
      from (
        select t.deal_id, t.account_id, sum(t.seconds) as seconds from time_by_day t
        where t.user_id = k.user_id and t.day between k.week and k.week + 6 and t.status = 'synced'
        group by t.deal_id, t.account_id having sum(t.seconds) > 0
        order by seconds desc, t.deal_id limit ${mostPlaces}
      ) p
      left join deals d on d.id = p.deal_id
      left join accounts a on a.id = p.account_id
    ) places
    order by k.place
  `.execute(db)
  return rows
}

export async function findSteps(db: Database, id: string): Promise<TimesheetDetail['steps']> {
  const { rows } = await sql<TimesheetDetail['steps'][number]>`
    select p.step, u.name as actor_name, p.reason, p.seconds, p.happened_at
    from timesheet_steps p left join users u on u.id = p.actor_id
    where p.timesheet_id = ${id} order by p.id desc limit 100
  `.execute(db)
  return rows
}

/**
 * From here on no time of these people is written until this is committed: whoever writes it holds these rows (migration 0043).
 * One order for everybody.
 */
export const holdPeople = (tx: Database, ids: string[]) =>
  sql`select from users where id = any (${ids}) order by id for update`.execute(tx)

/** Whose weeks these are, of those the actor may decide about. */
export async function findOwners(tx: Database, actor: Actor, ids: string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; user_id: string }>`
    select s.id, s.user_id from timesheets s where s.id = any (${ids}) and ${inScope(actor, 'time:approve', sql`s.user_id`)}
  `.execute(tx)
  return new Map(rows.map(({ id, user_id }) => [id, user_id]))
}

export async function lockRows(tx: Database, ids: string[]): Promise<SheetRow[]> {
  const { rows } = await sql<SheetRow>`
    select ${columns} ${from} where s.id = any (${ids}) order by s.id for update of s
  `.execute(tx)
  return rows
}

/** The first day of another submitted or approved week that shares a day with this one. */
export async function findOverlap(tx: Database, user_id: string, week: string): Promise<string | null> {
  const { rows } = await sql<{ week: string }>`
    select s.week from timesheets s
    where s.user_id = ${user_id} and s.state in ('submitted', 'approved') and s.week <> ${week}::date
      and s.week between ${week}::date - 6 and ${week}::date + 6
    order by s.week limit 1
  `.execute(tx)
  return rows[0]?.week ?? null
}

/** Makes the row where there is none yet; gives its id. */
export async function openRow(tx: Database, user_id: string, week: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into timesheets (user_id, week, state) values (${user_id}, ${week}, 'open')
    on conflict (user_id, week) do update set week = excluded.week returning id
  `.execute(tx)
  return rows[0]!.id
}

type Written = {
  state: SheetState
  submitted_print?: string | null
  submitted_at?: string | null
  decided_at?: string | null
  decided_by?: string | null
  reason?: string | null
}
export const setRows = (tx: Database, ids: string[], fields: Written) =>
  tx
    .updateTable('timesheets')
    .set({ ...fields, version: sql`version + 1`, updated_at: sql`now()` } as never)
    .where('id', 'in', ids)
    .execute()

export const noteSteps = (
  tx: Database,
  steps: { timesheet_id: string; step: SheetStep; actor_id: string | null; reason: string | null; seconds: number }[],
) => tx.insertInto('timesheet_steps').values(steps).execute()
