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

/**
 * What of a deal `d`, counted on `day`, or of its owner `p` a row is of; its name, of `x.part`, which is looked up once for each row and not for
 * each deal; and what stands beside it.
 */
type DealRows = {
  part: (day: RawBuilder<unknown>) => RawBuilder<unknown>
  label: RawBuilder<unknown>
  beside: RawBuilder<unknown>
  joins: RawBuilder<unknown>
}
const none = sql`null::text`
const stage: DealRows = { part: () => sql`d.stage`, label: sql`initcap(x.part)`, beside: none, joins: sql`` }
const rows: Partial<Record<ReportGroup, DealRows>> = {
  stage,
  outcome: stage,
  deal: {
    part: () => sql`d.id`,
    label: sql`n.name`,
    beside: sql`a.name`,
    joins: sql`join deals n on n.id = x.part join accounts a on a.id = n.account_id`,
  },
  account: {
    part: () => sql`d.account_id`,
    label: sql`a.name`,
    beside: none,
    joins: sql`join accounts a on a.id = x.part`,
  },
  owner: {
    part: () => sql`d.owner_id`,
    label: sql`coalesce(u.name, 'Nobody')`,
    beside: none,
    joins: sql`left join users u on u.id = x.part`,
  },
  team: {
    part: () => sql`p.team_id`,
    label: sql`coalesce(m.name, 'No team')`,
    beside: none,
    joins: sql`left join teams m on m.id = x.part`,
  },
  currency: { part: () => sql`d.currency`, label: sql`coalesce(x.part, 'No value')`, beside: none, joins: sql`` },
  month: {
    part: (day) => sql`to_char(${day}, 'YYYY-MM')`,
    label: sql`coalesce(x.part, 'No day')`,
    beside: none,
    joins: sql``,
  },
}
export const dealRows = ({ group }: Pick<Asked, 'group'>): DealRows => rows[group]!
/** `p` of `dealRows`. */
export const ownersOf = ({ group }: Pick<Asked, 'group'>) =>
  group === 'team' ? sql`left join users p on p.id = d.owner_id` : sql``

export const dealFilters = ['date_from', 'date_to', 'account_id', 'deal_id', 'owner_id', 'team_id', 'currency'] as const
