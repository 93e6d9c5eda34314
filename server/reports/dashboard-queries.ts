/** The SQL of the first page: every statement reads an index of its own and gives few rows. */
import { openStages, type OpenStage, type Stage } from '#domain/deals.ts'
import type { Activity, Attention } from '#domain/dashboard.ts'
import { shift, type DayRange } from '#domain/periods.ts'
import type { Money } from '#domain/shapes.ts'
import { probability, rotting, worth } from '#server/deals/queries.ts'
import { maySeeValues } from '#server/fields/worth.ts'
import { reachesNote } from '#server/notes/parents.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, sql, type Database } from '#server/platform/database.ts'
import { mayRule } from '#server/rules/write-rule.ts'
import { idle } from '#server/tasks/queries.ts'
import { closedDay } from './deal-groups.ts'
import type { Sums } from './placed-hours.ts'
import { sumsWithin } from './sums.ts'

type Owner = string | undefined
const ofEachKind = 5

const dealsOf = (actor: Actor, owner_id: Owner) =>
  all(
    sql`d.deleted_at is null`,
    inScope(actor, 'deals:read', sql`d.owner_id`),
    owner_id !== undefined && sql`d.owner_id = ${owner_id}`,
  )
const tasksOf = (actor: Actor, owner_id: Owner) =>
  all(
    sql`t.deleted_at is null and t.status in ('open', 'in_progress', 'blocked')`,
    inScope(actor, 'tasks:read', sql`t.assigned_to`),
    owner_id !== undefined && sql`t.assigned_to = ${owner_id}`,
  )
const sumOf = (actor: Actor) => sql`
  case when ${maySeeValues(actor)} and d.currency is not null
    then jsonb_build_object('amount', sum(d.value)::text, 'currency', d.currency) end
`

export type OpenRow = { stage: OpenStage; probability: number; deals: number; rotting: number; value: Money | null }

/**
 * Deals that are not decided, by stage, probability and currency: few rows, from which exact weighted sums are made; and those that rest
 * longest. Whether one rests is found out once for both.
 */
export async function openDeals(
  db: Database,
  actor: Actor,
  owner_id: Owner,
): Promise<{ sums: OpenRow[]; rotting: Attention[] }> {
  const today = sql`(now() at time zone ${actor.zone})::date`
  const { rows } = await sql<{ sums: OpenRow[]; rotting: Attention[] }>`
    with open as materialized (
      select d.id, d.account_id, d.name, d.stage, d.value, d.currency, d.updated_at, ${probability} as probability, ${rotting(actor)} as rots
      from deals d
      where d.stage in (${sql.join(openStages)}) and ${dealsOf(actor, owner_id)}
    ),
    sums as (
      select d.stage, d.probability, count(*) as deals, count(*) filter (where d.rots) as rotting, ${sumOf(actor)} as value
      from open d
      group by d.stage, d.probability, d.currency
    ),
    resting as (
      select 'deal_rotting' as kind, d.id as object_id, d.name, a.name as account_name,
             ${today} - (d.updated_at at time zone ${actor.zone})::date as days, null as spent_percent, ${worth(actor, 'd.value', 'd.currency')} as value
      from (select * from open where rots order by updated_at, id limit ${ofEachKind}) d
      join accounts a on a.id = d.account_id
      order by d.updated_at, d.id
    )
    select coalesce((select jsonb_agg(s) from sums s), '[]') as sums, coalesce((select jsonb_agg(r) from resting r), '[]') as rotting
  `.execute(db)
  return rows[0]!
}

/** One for each stage, currency and day of closing. */
export type DecidedRow = { now: boolean; stage: Stage; deals: number; value: Money | null; seconds: number; on: string }

/** Deals won and lost in these days and in those before, as the calendar of whoever looks has them. */
export async function decidedRows(
  db: Database,
  actor: Actor,
  owner_id: Owner,
  days: DayRange,
  before: DayRange,
): Promise<DecidedRow[]> {
  const begin = (day: string) => sql`(${day}::timestamp at time zone ${actor.zone})`
  const { rows } = await sql<DecidedRow>`
    select d.closed_at >= ${begin(days.date_from)} as now, d.stage, ${closedDay(actor)}::text as "on", count(*) as deals, ${sumOf(actor)} as value,
           coalesce(sum(w.seconds), 0)::bigint as seconds
    from deals d
    cross join lateral (
      select sum(t.seconds) as seconds from time_by_deal t where t.deal_id = d.id and d.stage = 'won'
    ) w
    where d.stage in ('won', 'lost')
      and d.closed_at >= ${begin(before.date_from)} and d.closed_at < ${begin(shift(days.date_to, 1))}
      and ${dealsOf(actor, owner_id)}
    group by 1, 2, 3, d.currency
  `.execute(db)
  return rows
}

/** All believed time of these days, and of it what waits. */
export async function hoursOf(db: Database, actor: Actor, owner_id: Owner, days: DayRange): Promise<Sums> {
  const where = all(
    sql`t.status <> 'quarantined'`,
    inScope(actor, 'reports:read', sql`t.user_id`),
    owner_id !== undefined && sql`t.user_id = ${owner_id}`,
  )
  const { rows } = await sql<Sums>`
    select coalesce(sum(seconds), 0)::bigint as seconds, coalesce(sum(billable_seconds), 0)::bigint as billable_seconds,
           coalesce(sum(entries), 0)::bigint as entries
    from ${sumsWithin('time', days, () => sql`t.seconds, t.billable_seconds, t.entries`, where, true)} t
  `.execute(db)
  return rows[0]!
}

/** What is open with these accounts, per currency. */
export async function openValues(
  db: Database,
  actor: Actor,
  account_ids: string[],
): Promise<{ account_id: string; value: Money }[]> {
  if (!maySeeValues(actor) || account_ids.length === 0) return []
  const { rows } = await sql<{ account_id: string; value: Money }>`
    select d.account_id, ${sumOf(actor)} as value
    from deals d
    where d.account_id = any (${account_ids}) and d.stage in (${sql.join(openStages)}) and d.currency is not null
      and ${dealsOf(actor, undefined)}
    group by d.account_id, d.currency
    order by d.account_id, d.currency
  `.execute(db)
  return rows
}

/** The few of each other kind that are worst. A budget is of hours, of deals that were worked on in the last 30 days. */
export async function attentionOf(db: Database, actor: Actor, owner_id: Owner): Promise<Attention[]> {
  const today = sql`(now() at time zone ${actor.zone})::date`
  const { rows } = await sql<Attention>`
    (
      select 'over_budget' as kind, d.id as object_id, d.name, a.name as account_name, null::integer as days,
             round(w.seconds / 36 / d.budget_hours)::integer as spent_percent, ${worth(actor, 'd.value', 'd.currency')} as value
      from deals d
      join accounts a on a.id = d.account_id
      cross join lateral (
        select sum(t.seconds) as seconds from time_by_deal t where t.deal_id = d.id
      ) w
      -- as an array: the few deals are looked up instead of being looked for among all
      where d.id = any (array(select distinct r.deal_id from time_by_day r where r.deal_id is not null and r.day >= current_date - 30))
        and d.budget_hours > 0 and w.seconds >= d.budget_hours * 2880 and ${dealsOf(actor, owner_id)}
      order by w.seconds / d.budget_hours desc, d.id
      limit ${ofEachKind}
    )
    union all (
      select 'task_overdue', t.id, t.title, a.name, ${today} - t.due_date, null, null
      from tasks t
      left join accounts a on a.id = t.account_id
      where coalesce(t.due_date, date 'infinity') < ${today} and t.priority in ('high', 'urgent') and ${tasksOf(actor, owner_id)}
      order by coalesce(t.due_date, date 'infinity'), t.id
      limit ${ofEachKind}
    )
    union all (
      select 'task_idle', t.id, t.title, a.name, ${today} - (t.updated_at at time zone ${actor.zone})::date, null, null
      from tasks t
      left join accounts a on a.id = t.account_id
      where ${idle()} and coalesce(t.due_date, date 'infinity') >= ${today} and ${tasksOf(actor, owner_id)}
      order by t.updated_at, t.id
      limit ${ofEachKind}
    )
    ${mayRule(actor) && owner_id === undefined ? demotedRules(actor) : none}
  `.execute(db)
  return rows
}

const none = sql``
/**
 * Rules that were put back by night: nobody's own, so with one person chosen they are left out. Whoever lets one suggest only has looked at
 * it.
 */
const demotedRules = (actor: Actor) => sql`
  union all (
    select 'rule_demoted', r.id, r.name, a.name, (now() at time zone ${actor.zone})::date - (r.state_since at time zone ${actor.zone})::date, null, null
    from mapping_rules r
    left join tasks t on t.id = r.task_id
    left join deals d on d.id = coalesce(r.deal_id, t.deal_id)
    left join accounts a on a.id = coalesce(r.account_id, d.account_id, t.account_id)
    -- one look by its id for each: joined, the planner walks the ledger from the oldest rule to the newest
    where r.state = 'suggest' and (
      select c.actor_kind from changes c
      where c.object_id = r.id and c.action = 'mapping_rule.state_changed'
      order by c.id desc limit 1
    ) = 'system'
    order by r.state_since, r.id
    limit ${ofEachKind}
  )
`

/** What people did last on deals and tasks and wrote down, of all this actor may see. */
export async function activityOf(db: Database, actor: Actor, most: number): Promise<Activity[]> {
  const { rows } = await sql<Activity>`
    select h.id, h.kind, h.at, h.person_id, u.name as person_name, h.object_id, h.text, h.from_stage, h.to_stage,
           null as day, null as seconds,
           case
             when d.id is not null then jsonb_build_object('type', 'deal', 'id', d.id, 'name', d.name)
             when a.id is not null then jsonb_build_object('type', 'account', 'id', a.id, 'name', a.name)
             when c.id is not null then jsonb_build_object('type', 'contact', 'id', c.id, 'name', concat_ws(' ', c.first_name, c.last_name))
             when t.id is not null then jsonb_build_object('type', 'task', 'id', t.id, 'name', t.title)
           end as about
    from (
      (
        select s.id, 'stage' as kind, s.entered_at as at, s.actor_id as person_id, d.id as object_id, d.name as text,
               s.from_stage, s.to_stage
        from deal_stages s
        join deals d on d.id = s.deal_id
        where ${dealsOf(actor, undefined)}
        order by s.entered_at desc
        limit ${most}
      )
      union all (
        select t.id, 'task_done', t.done_at, t.done_by, t.id, t.title, null, null
        from tasks t
        where t.done_at is not null and t.deleted_at is null and ${inScope(actor, 'tasks:read', sql`t.assigned_to`)}
        order by t.done_at desc
        limit ${most}
      )
      union all (
        select n.id, 'note', n.created_at, n.author_id, n.id, left(n.text, 300), null, null
        from notes n
        where n.deleted_at is null and ${reachesNote(actor, 'read')}
        order by n.created_at desc
        limit ${most}
      )
    ) h
    left join users u on u.id = h.person_id
    left join notes n on h.kind = 'note' and n.id = h.id
    left join deals d on d.id = n.deal_id and d.deleted_at is null
    left join accounts a on a.id = n.account_id and a.deleted_at is null
    left join contacts c on c.id = n.contact_id and c.deleted_at is null
    left join tasks t on t.id = n.task_id and t.deleted_at is null
    order by h.at desc, h.id
    limit ${most}
  `.execute(db)
  return rows
}
