/** Hours by where they were placed: the places with the most by name, and every second that is believed in the sums, once. */
import type { Stage } from '#domain/deals.ts'
import type { TimePerDealQuery } from '#domain/reports.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, among, sql, type Database } from '#server/platform/database.ts'
import { sumsWithin } from './sums.ts'

export type Sums = { seconds: number; billable_seconds: number; entries: number }
export type PlaceRow = Sums & {
  deal_id: string | null
  deal_name: string | null
  account_id: string
  account_name: string
  stage: Stage | null
  budget_hours: string | null
}
const kinds = ['on_deals', 'on_accounts', 'internal', 'waiting'] as const
type Kind = (typeof kinds)[number]
export type AccountHours = Sums & { account_id: string; account_name: string }
export type PlacedHours = {
  /** Deals, and accounts for what is on no deal of theirs; most first. */
  places: PlaceRow[]
  accounts: AccountHours[]
  /** `places`: how many there are of deals and accounts. */
  sums: Record<Kind, Sums & { places: number }>
}
type Row = PlaceRow & { kind: Kind | 'place' | 'account'; places: number }

export async function placedHours(
  db: Database,
  actor: Actor,
  query: Omit<TimePerDealQuery, 'limit'>,
  most: { places: number; accounts: number },
): Promise<PlacedHours> {
  const where = all(
    sql`t.status <> 'quarantined'`,
    inScope(actor, 'reports:read', sql`t.user_id`),
    query.deal_id && among(sql`t.deal_id`, query.deal_id),
    query.account_id && among(sql`t.account_id`, query.account_id),
    query.user_id && among(sql`t.user_id`, query.user_id),
  )
  const columns = () =>
    sql`t.deal_id, t.account_id, t.status = 'unmapped' as waiting, t.seconds, t.billable_seconds, t.entries`
  const { rows } = await sql<Row>`
    with placed as materialized (
      select deal_id, account_id, waiting, sum(seconds)::bigint as seconds, sum(billable_seconds)::bigint as billable_seconds,
             sum(entries)::bigint as entries
      from ${sumsWithin('time', query, columns, where, !query.deal_id && !query.account_id)} t
      group by 1, 2, 3
      having sum(seconds) <> 0 or sum(entries) <> 0
    )
    select 'place' as kind, 1::bigint as places, p.deal_id, d.name as deal_name, p.account_id, a.name as account_name, d.stage,
           d.budget_hours::text as budget_hours, p.seconds, p.billable_seconds, p.entries
    from (
      select * from placed where account_id is not null order by seconds desc, deal_id, account_id limit ${most.places}
    ) p
    join accounts a on a.id = p.account_id
    left join deals d on d.id = p.deal_id
    union all
    select 'account', p.places, null, null, p.account_id, a.name, null, null, p.seconds, p.billable_seconds, p.entries
    from (
      select account_id, count(*) as places, ${added}
      from placed where account_id is not null group by 1 order by seconds desc, account_id limit ${most.accounts}
    ) p
    join accounts a on a.id = p.account_id
    union all
    select case when deal_id is not null then 'on_deals' when account_id is not null then 'on_accounts' when waiting then 'waiting' else 'internal' end,
           count(*), null, null, null, null, null, null, ${added}
    from placed
    group by 1
    order by seconds desc, deal_id, account_id
  `.execute(db)
  const sumsOf = (kind: Kind) => {
    const { places, ...row } = rows.find((one) => one.kind === kind) ?? { places: 0, ...nothing }
    return { places, seconds: row.seconds, billable_seconds: row.billable_seconds, entries: row.entries }
  }
  return {
    places: rows.filter(({ kind }) => kind === 'place'),
    accounts: rows.flatMap(({ kind, account_id, account_name, seconds, billable_seconds, entries }) =>
      kind === 'account' ? { account_id, account_name, seconds, billable_seconds, entries } : [],
    ),
    sums: {
      on_deals: sumsOf('on_deals'),
      on_accounts: sumsOf('on_accounts'),
      internal: sumsOf('internal'),
      waiting: sumsOf('waiting'),
    },
  }
}

const nothing: Sums = { seconds: 0, billable_seconds: 0, entries: 0 }
const added = sql`sum(seconds)::bigint as seconds, sum(billable_seconds)::bigint as billable_seconds, sum(entries)::bigint as entries`
