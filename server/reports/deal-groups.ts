/** What deals are narrowed by and put together by, in every report that counts them. */
import type { ReportGroup } from '#domain/report-tables.ts'
import { maySeeValues } from '#server/fields/worth.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, among, sql, type RawBuilder } from '#server/platform/database.ts'
import type { Asked, Range } from './kind.ts'

/** Live deals `d` the reader may see, as the question narrows them. Its days are each report's own. */
export const dealWhere = ({ actor, query }: Asked) =>
  all(
    sql`d.deleted_at is null`,
    inScope(actor, 'deals:read', sql`d.owner_id`),
    query.deal_id && among(sql`d.id`, query.deal_id),
    query.account_id && among(sql`d.account_id`, query.account_id),
    query.owner_id && among(sql`d.owner_id`, query.owner_id),
    query.team_id && sql`d.owner_id in (select id from users where ${among(sql`team_id`, query.team_id)})`,
    query.currency && among(sql`d.currency`, query.currency),
  )

/** Closed on these days, as the calendar of whoever reads has them: said in instants, so that an index of closing is used. */
export const closedIn = (actor: Actor, { date_from, date_to }: Range) => {
  const begin = (day: string) => sql`(${day}::date::timestamp at time zone ${actor.zone})`
  return all(
    sql`d.closed_at is not null`,
    date_from !== undefined && sql`d.closed_at >= ${begin(date_from)}`,
    date_to !== undefined && sql`d.closed_at < ((${date_to}::date + 1)::timestamp at time zone ${actor.zone})`,
  )
}
/** Entered on these days, said in instants for the index. */
export const createdIn = (actor: Actor, { date_from, date_to }: Range) =>
  all(
    date_from !== undefined && sql`d.created_at >= (${date_from}::date::timestamp at time zone ${actor.zone})`,
    date_to !== undefined && sql`d.created_at < ((${date_to}::date + 1)::timestamp at time zone ${actor.zone})`,
  )
export const createdDay = (actor: Actor) => sql`(d.created_at at time zone ${actor.zone})::date`
export const closedDay = (actor: Actor) => sql`(d.closed_at at time zone ${actor.zone})::date`

/** What it is worth, for those who may see that. */
export const valueOf = (
  actor: Actor,
  amount: RawBuilder<unknown> = sql`d.value`,
  currency: RawBuilder<unknown> = sql`d.currency`,
) =>
  maySeeValues(actor)
    ? sql`case when ${currency} is not null then jsonb_build_object('amount', ${amount}::text, 'currency', ${currency}) end`
    : sql`null::jsonb`

type Grouping = { key: RawBuilder<unknown>; label: RawBuilder<unknown>; beside: RawBuilder<unknown> }
const none = sql`null::text`

/** `month` is of the day a report is about. Needs `dealJoins`. */
export const dealGrouping = (group: ReportGroup, day: RawBuilder<unknown>): Grouping => {
  const groupings: Partial<Record<ReportGroup, Grouping>> = {
    stage: { key: sql`d.stage`, label: sql`initcap(d.stage)`, beside: none },
    outcome: { key: sql`d.stage`, label: sql`initcap(d.stage)`, beside: none },
    deal: { key: sql`d.id::text`, label: sql`d.name`, beside: sql`a.name` },
    account: { key: sql`d.account_id::text`, label: sql`a.name`, beside: none },
    owner: { key: sql`d.owner_id::text`, label: sql`coalesce(o.name, 'Nobody')`, beside: none },
    team: { key: sql`o.team_id::text`, label: sql`coalesce(m.name, 'No team')`, beside: none },
    currency: { key: sql`d.currency`, label: sql`coalesce(d.currency, 'No value')`, beside: none },
    month: {
      key: sql`to_char(${day}, 'YYYY-MM')`,
      label: sql`coalesce(to_char(${day}, 'YYYY-MM'), 'No day')`,
      beside: none,
    },
  }
  return groupings[group]!
}
/** Each deal has an account: joined as if it might have none, those who name no account are not made to look it up. */
export const dealJoins = sql`
  left join accounts a on a.id = d.account_id
  left join users o on o.id = d.owner_id
  left join teams m on m.id = o.team_id
`

export const dealFilters = ['date_from', 'date_to', 'account_id', 'deal_id', 'owner_id', 'team_id', 'currency'] as const
