/** What lists of entries are narrowed by. */
import type { entryParts, TimeEntryFilter, UnmappedQuery } from '#domain/time.ts'
import { mayRead, readProject } from '#server/evidence/may-read.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, among, containing, sql, type RawBuilder } from '#server/platform/database.ts'
import { instantOf } from '#server/platform/instants.ts'

/**
 * Days are the person's own. The range on start_time is a day wider than any zone, so that an index on it is used; it is worked
 * out here, because only from a plain instant it is known beforehand which months have to be opened.
 */
export const onDays = (from: string | undefined, to: string | undefined): RawBuilder<unknown> =>
  all(
    from !== undefined && sql`e.day >= ${from}::date and e.start_time >= ${instantOf(from, -1)}::timestamptz`,
    to !== undefined && sql`e.day <= ${to}::date and e.start_time < ${instantOf(to, 2)}::timestamptz`,
  )

type Filters = Pick<UnmappedQuery, 'q' | 'user_id' | 'deal_id' | 'account_id' | 'date_from' | 'date_to'>

/** Of what the entries were called, only what the actor may read is searched. */
export const fits = (actor: Actor, filters: Filters) =>
  all(
    filters.user_id && among(sql`e.user_id`, filters.user_id),
    filters.deal_id && among(sql`e.deal_id`, filters.deal_id),
    filters.account_id && among(sql`e.account_id`, filters.account_id),
    onDays(filters.date_from, filters.date_to),
    filters.q !== undefined && saying(actor, containing(filters.q)),
  )

const saying = (actor: Actor, pattern: string) => sql`(
  e.deal_id in (select id from deals where name ilike ${pattern})
  or e.account_id in (select id from accounts where name ilike ${pattern})
  or e.user_id in (select id from users where name ilike ${pattern})
  or (${mayRead(actor)} and (e.title ilike ${pattern} or e.url ilike ${pattern} or e.app ilike ${pattern} or e.project_name ilike ${pattern}))
)`

/** The entries this actor may read that fit. */
export const listed = (actor: Actor, query: TimeEntryFilter) =>
  all(
    inScope(actor, 'time:read', sql`e.user_id`),
    fits(actor, query),
    query.deleted && sql`e.ended_as = 'deleted'`,
    query.team_id && ofTeams(sql`e.user_id`, query.team_id),
    query.task_id && among(sql`e.task_id`, query.task_id),
    query.status && ofStatus(query.status),
    query.owner_id && ofOwners(actor, sql`e.deal_id`, query.owner_id),
    // many deals are in one currency, and few of one owner
    query.currency && sql`e.deal_id in (select id from deals where ${among(sql`currency`, query.currency)})`,
    ...(query.with ?? []).map((part) => sql`${has[part]}`),
    ...(query.without ?? []).map((part) => sql`not ${has[part]}`),
    query.placed_by &&
      sql`e.status = 'synced' and ${among(sql`coalesce(e.mapping ->> 'rule', 'person')`, query.placed_by)}`,
    query.rule_id && among(sql`e.mapping ->> 'rule_id'`, query.rule_id),
    query.source !== undefined && sql`e.source = ${query.source}`,
    query.activity_type && among(sql`e.activity_type`, query.activity_type),
    query.app && sql`${among(sql`e.app`, query.app)} and ${mayRead(actor)}`,
    query.project && sql`${among(sql`e.project_name`, query.project)} and ${readProject(actor)} is not null`,
    // the index holds only what has tags
    query.tag && sql`e.tags && ${query.tag}::text[] and e.tags <> '{}'`,
    lasting(query),
    query.billable !== undefined && sql`e.billable = ${query.billable}`,
    // the index knows what is aside, and nothing else is discarded
    query.discarded === true && sql`e.status = 'quarantined' and e.discarded_at is not null`,
    query.discarded === false && sql`e.discarded_at is null`,
  )

export const lasting = (query: TimeEntryFilter) =>
  all(
    query['minutes.from'] !== undefined && sql`e.duration_seconds >= ${query['minutes.from'] * 60}`,
    query['minutes.to'] !== undefined && sql`e.duration_seconds <= ${query['minutes.to'] * 60}`,
  )

/** An array: ends of an index are then found by going there, and a row is asked before what it was called is read. */
export const ofTeams = (user: RawBuilder<unknown>, teams: string[]) =>
  sql`${user} = any (array(select id from users where ${among(sql`team_id`, teams)}))`

/** Of those the actor may read: else a filter would tell whose the others are. */
export const ofOwners = (actor: Actor, deal: RawBuilder<unknown>, owners: string[]) =>
  sql`${deal} = any (array(select id from deals where ${among(sql`owner_id`, owners)} and ${inScope(actor, 'deals:read', sql`owner_id`)}))`

/** Never null, so that what has a part and what has it not are all there is. */
const has: Record<(typeof entryParts)[number], RawBuilder<unknown>> = {
  account: sql`(e.account_id is not null)`,
  deal: sql`(e.deal_id is not null)`,
  task: sql`(e.task_id is not null)`,
  owner: sql`exists (select from deals o where o.id = e.deal_id and o.owner_id is not null)`,
  team: sql`exists (select from users m where m.id = e.user_id and m.team_id is not null)`,
}

function ofStatus(wanted: NonNullable<TimeEntryFilter['status']>): RawBuilder<unknown> {
  const statuses = wanted.filter((status) => status !== 'discarded')
  if (statuses.length === wanted.length) return among(sql`e.status`, statuses)
  return sql`(e.status = any (${statuses}) or (e.status = 'quarantined' and e.discarded_at is not null))`
}
