import type { Matching } from '#domain/bulk.ts'
import {
  openStages,
  rottingDays,
  stageProbability,
  stages,
  type BoardQuery,
  type Deal,
  type DealFilter,
  type DealQuery,
  type Stage,
} from '#domain/deals.ts'
import { narrow } from '#server/fields/narrow-list.ts'
import { checkAsksNoWorth, maySeeValues, seenMetadata } from '#server/fields/worth.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { namedMatches } from '#server/platform/bulk.ts'
import { all, among, containing, sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { forbidden } from '#server/platform/errors.ts'
import type { Deletion } from '#server/platform/deletion.ts'
import { repoint, updateMany } from '#server/platform/many-rows.ts'
import { page } from '#server/platform/pages.ts'
import { beyond } from './filters.ts'

const money = (amount: string, currency: string) =>
  sql.raw(
    `case when ${amount} is not null then jsonb_build_object('amount', ${amount}::text, 'currency', ${currency}) end`,
  )

const stageDefault = sql.raw(
  `case d.stage ${stages.map((stage) => `when '${stage}' then ${stageProbability[stage]}`).join(' ')} end`,
)
/** The stage's default where nobody set a probability (domain/deals.ts), and always where the deal is won or lost. */
export const probability = sql`case when d.closed_at is null then coalesce(d.probability, ${stageDefault}) else ${stageDefault} end`

export const worth = (actor: Actor, amount: string, currency: string) =>
  maySeeValues(actor) ? money(amount, currency) : sql`null::jsonb`

const rottingDefault = sql.raw(
  `case d.stage ${openStages.map((stage) => `when '${stage}' then ${rottingDays[stage]}`).join(' ')} end`,
)
const rottingLimit = sql`coalesce((select (s.rotting_days ->> d.stage)::integer from workspace s), ${rottingDefault})`
/** Days since the last change, task done or tracked time, as the calendar of whoever looks counts them; null once closed. */
const idleDays = (actor: Actor) => sql`
  case when d.closed_at is null then (now() at time zone ${actor.zone})::date - greatest(
    (d.updated_at at time zone ${actor.zone})::date,
    ((select max(t.done_at) from tasks t where t.deal_id = d.id) at time zone ${actor.zone})::date,
    w.last_day
  ) end
`
/** Whether deal `d` is idle for longer than its stage allows, without counting the days: whoever asks of many pays for the idle ones. */
export const rotting = (actor: Actor) => {
  const since = sql`((now() at time zone ${actor.zone})::date - ${rottingLimit})`
  return sql`(
    d.closed_at is null and (d.updated_at at time zone ${actor.zone})::date < ${since}
    and not exists (select from tasks k where k.deal_id = d.id and (k.done_at at time zone ${actor.zone})::date >= ${since})
    and not exists (select from time_by_day y where y.deal_id = d.id and y.status = 'synced' and y.seconds > 0 and y.day >= ${since})
  )`
}
const nextTask = (actor: Actor) => sql`(
  select jsonb_build_object('id', t.id, 'title', t.title, 'due_date', t.due_date)
  from tasks t
  where t.deal_id = d.id and t.status not in ('done', 'cancelled') and t.deleted_at is null and ${inScope(actor, 'tasks:read', sql`t.assigned_to`)}
  order by t.due_date nulls last, t.id
  limit 1
)`

const columns = (actor: Actor) => sql`
  d.id, d.account_id, a.name as account_name, a.deleted_at is not null as account_deleted, d.name, d.description, ${worth(actor, 'd.value', 'd.currency')} as value, d.stage,
  ${probability} as probability, d.probability is not null as probability_pinned, d.owner_id, o.name as owner_name, d.start_date,
  d.end_date, d.closed_at, d.closed_by, d.closed_reason, d.budget_hours::text as budget_hours,
  ${worth(actor, 'd.budget_money', 'd.budget_currency')} as budget_money, ${seenMetadata(actor, 'deal', 'd.metadata')} as metadata, d.version, d.created_at, d.updated_at,
  d.deleted_at, d.deleted_by,
  coalesce(w.seconds, 0) as tracked_seconds, i.idle_days, coalesce(i.idle_days > r.days, false) as rotting,
  ${nextTask(actor)} as next_task
`
const joins = (actor: Actor) => sql`
  join accounts a on a.id = d.account_id
  left join users o on o.id = d.owner_id
  cross join lateral (
    select (select sum(t.seconds) from time_by_deal t where t.deal_id = d.id)::bigint as seconds,
           (select max(t.day) from time_by_day t where t.deal_id = d.id and t.status = 'synced' and t.seconds > 0) as last_day
  ) w
  cross join lateral (select ${idleDays(actor)} as idle_days) i
  cross join lateral (
    select ${rottingLimit} as days
  ) r
`

const sorts = {
  name: { by: sql`lower(d.name)`, type: 'text' },
  created_at: { by: sql`d.created_at`, type: 'timestamptz' },
  updated_at: { by: sql`d.updated_at`, type: 'timestamptz' },
  value: { by: sql`coalesce(d.value, -1)`, type: 'numeric' },
  end_date: { by: sql`coalesce(d.end_date, date 'infinity')`, type: 'date' },
  position: { by: sql`d.position`, type: 'numeric' },
} as const

const manyAccounts = 1_000
/**
 * Deals of accounts named like this. Few accounts are said by their ids: only then does the planner look up their deals, where
 * it would read all 200,000 for a word that is rare (150 ms, then 7). Many are hashed once, and a page of deals is soon full.
 */
async function ofAccountsNamed(db: Database, q: string): Promise<RawBuilder<unknown>> {
  const named = sql<{ id: string }>`select id from accounts where name ilike ${containing(q)}`
  const { rows } = await sql<{ id: string }>`${named} limit ${manyAccounts}`.execute(db)
  return rows.length < manyAccounts
    ? sql`d.account_id = any (${rows.map(({ id }) => id)})`
    : sql`d.account_id in (${named})`
}

/** The deals this actor may read that fit the filters of a list and of the board alike; the bin is only a list. */
export async function matching(
  db: Database,
  actor: Actor,
  query: BoardQuery & Pick<DealQuery, 'deleted'>,
): Promise<RawBuilder<unknown>> {
  const ofNamed = query.q === undefined ? null : await ofAccountsNamed(db, query.q)
  return all(
    query.deleted ? sql`d.deleted_at is not null` : sql`d.deleted_at is null`,
    inScope(actor, 'deals:read', sql`d.owner_id`),
    ofNamed && sql`(d.name ilike ${containing(query.q!)} or ${ofNamed})`,
    query.account_id && among(sql`d.account_id`, query.account_id),
    query.owner_id && among(sql`d.owner_id`, query.owner_id),
    query.date_from !== undefined && sql`${sorts.end_date.by} >= ${query.date_from} and d.end_date is not null`,
    query.date_to !== undefined && sql`${sorts.end_date.by} <= ${query.date_to}`,
    query.closed_from !== undefined &&
      sql`(d.closed_at is null or (d.closed_at at time zone ${actor.zone})::date >= ${query.closed_from})`,
    query.closed_to !== undefined &&
      sql`(d.closed_at is null or (d.closed_at at time zone ${actor.zone})::date <= ${query.closed_to})`,
  )
}

/** What only a list is narrowed by. */
const ofTheList = (actor: Actor, query: DealFilter) => {
  checkAsksNoWorth(actor, query)
  return all(
    query.stage && among(sql`d.stage`, query.stage),
    query.rotting !== undefined && (query.rotting ? rotting(actor) : sql`not ${rotting(actor)}`),
    beyond(actor, query),
  )
}

export async function listDeals(db: Database, actor: Actor, query: DealQuery) {
  // the order would tell what the column does not
  if (query.sort && /(^|[-,])value(,|$)/.test(query.sort) && !maySeeValues(actor))
    throw forbidden('Sorting by value needs the right “values:read”.')
  const custom = await narrow(db, actor, 'deal', query, 'd')
  const where = all(await matching(db, actor, query), custom.where, ofTheList(actor, query))
  return page(
    query,
    { ...sorts, ...custom.sorts },
    '-updated_at',
    sql`d.id`,
    async ({ sort_key, after, order, limit }) => {
      const { rows } = await sql<Deal & { sort_key: string }>`
      select ${columns(actor)}, ${sort_key} as sort_key
      from (
        select d.* from deals d where ${all(after, where)} ${order} ${limit}
      ) d ${joins(actor)}
      ${order}
    `.execute(db)
      return rows
    },
  )
}

export async function dealsMatching(db: Database, actor: Actor, query: DealFilter): Promise<Matching> {
  const custom = await narrow(db, actor, 'deal', query, 'd')
  const where = all(await matching(db, actor, query), custom.where, ofTheList(actor, query))
  return namedMatches(db, sql`d.name`, sql`deals d`, sql`d`, where)
}

export async function getDeal(db: Database, actor: Actor, id: string): Promise<Deal | undefined> {
  const { rows } = await sql<Deal>`
    select ${columns(actor)} from deals d ${joins(actor)} where d.id = ${id} and ${inScope(actor, 'deals:read', sql`d.owner_id`)}
  `.execute(db)
  return rows[0]
}

/** The rows as they may be changed by this actor, locked until the deed ends, in the order of their ids. */
export const lockDeals = (tx: Database, actor: Actor, ids: string[]) =>
  tx
    .selectFrom('deals as d')
    .selectAll()
    .where('d.id', 'in', ids)
    .where(inScope(actor, 'deals:write', sql`d.owner_id`) as never)
    .orderBy('d.id')
    .forUpdate()
    .execute()

export const lockDeal = async (tx: Database, actor: Actor, id: string) => (await lockDeals(tx, actor, [id]))[0]

export type DealFields = {
  account_id: string
  name: string
  description: string | null
  value: string | null
  currency: string | null
  stage: Stage
  probability: number | null
  owner_id: string | null
  start_date: string | null
  end_date: string | null
  closed_at: string | null
  closed_by: string | null
  closed_reason: string | null
  budget_hours: string | null
  budget_money: string | null
  budget_currency: string | null
  metadata: Record<string, unknown>
}

export async function insertDeal(
  tx: Database,
  fields: Partial<DealFields> & { account_id: string; name: string },
): Promise<string> {
  return (await tx.insertInto('deals').values(fields).returning('id').executeTakeFirstOrThrow()).id
}

/** The same change to any number of rows, in one statement. */
export const updateDeals = (tx: Database, ids: string[], fields: Partial<DealFields & Deletion>) =>
  tx
    .updateTable('deals')
    .set({
      ...fields,
      // into another column at its top; a place in it is given by placing the card
      ...(fields.stage !== undefined && {
        position: sql`case when stage = ${fields.stage} then position else -nextval('deal_positions') end` as never,
      }),
      version: sql`version + 1`,
      updated_at: sql`now()`,
    })
    .where('id', 'in', ids)
    .execute()

/** Work that names the deal keeps it with its account. */
export async function hasWork(tx: Database, deal_id: string): Promise<boolean> {
  const { rows } = await sql<{ worked: boolean }>`
    select exists (select from time_by_day where deal_id = ${deal_id} and entries > 0) or exists (select from tasks where deal_id = ${deal_id}) as worked
  `.execute(tx)
  return rows[0]!.worked
}

/** Every deal of one person to another, or to nobody. Gives the ids. */
export async function handOver(tx: Database, from: string, to: string | null): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update deals set owner_id = ${to}, version = version + 1, updated_at = now() where owner_id = ${from} returning id
  `.execute(tx)
  return rows.map(({ id }) => id)
}

/** Many at once, with ids of the caller's. */
export const insertDeals = (
  tx: Database,
  rows: (Partial<DealFields> & { id: string; account_id: string; name: string })[],
) => tx.insertInto('deals').values(rows).execute()

/** Whole rows, each changed in its own way; gives their new versions. */
export const rewriteDeals = (tx: Database, rows: { id: string }[]) =>
  updateMany(
    tx,
    'deals',
    [
      'account_id',
      'name',
      'value',
      'currency',
      'probability',
      'start_date',
      'end_date',
      'owner_id',
      'metadata',
      'deleted_at',
      'deleted_by',
    ],
    rows,
  )

/** The first stage of each of these deals, as they are now. */
export const recordFirstStages = (tx: Database, ids: string[], actor_id: string | null) =>
  sql`
    insert into deal_stages (deal_id, from_stage, to_stage, actor_id, value, currency, probability, end_date)
    select d.id, null, d.stage, ${actor_id}::uuid, d.value, d.currency, ${probability}, d.end_date
    from deals d where d.id = any (${ids})
  `.execute(tx)

/** From one account to another. */
export const moveDeals = (tx: Database, from: string, to: string, which?: RawBuilder<unknown>) =>
  repoint(tx, 'deals', 'account_id', from, to, which)
