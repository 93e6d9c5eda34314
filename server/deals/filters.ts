/** What a list of deals is narrowed by beside what the board is: by which a figure finds its deals. */
import type { dealParts, DealFilter, movements } from '#domain/deals.ts'
import type { Actor } from '#server/platform/actor.ts'
import { all, among, sql, type RawBuilder } from '#server/platform/database.ts'

const begin = (actor: Actor, day: string) => sql`(${day}::date::timestamp at time zone ${actor.zone})`
const end = (actor: Actor, day: string) => sql`((${day}::date + 1)::timestamp at time zone ${actor.zone})`

/** Of deal `d`. */
export const beyond = (actor: Actor, query: DealFilter): RawBuilder<unknown> =>
  all(
    query.deal_id && among(sql`d.id`, query.deal_id),
    query.team_id && sql`d.owner_id in (select id from users where ${among(sql`team_id`, query.team_id)})`,
    query.currency && among(sql`d.currency`, query.currency),
    ...(query.with ?? []).map((part) => has[part]),
    ...(query.without ?? []).map((part) => sql`not ${has[part]}`),
    query.created_from !== undefined && sql`d.created_at >= ${begin(actor, query.created_from)}`,
    query.created_to !== undefined && sql`d.created_at < ${end(actor, query.created_to)}`,
    query.reached && either(query.reached.map((stage) => reached[stage])),
    query.touched && either(query.touched.map(touched)),
    query.movement && moved(actor, query, query.movement),
  )

const either = (conditions: RawBuilder<unknown>[]) => sql`(${sql.join(conditions, sql` or `)})`

/** Never null, so that what has a part and what has it not are all there is. */
const has: Record<(typeof dealParts)[number], RawBuilder<unknown>> = {
  value: sql`(d.value is not null)`,
  owner: sql`(d.owner_id is not null)`,
  team: sql`exists (select from users m where m.id = d.owner_id and m.team_id is not null)`,
  end_date: sql`(d.end_date is not null)`,
}

/** Where it stands, or stood. What is won now counts as won: of a deal that was won, reopened and lost the last closing counts. */
const touched = (stage: string) =>
  stage === 'won'
    ? sql`d.stage = 'won'`
    : sql`(d.stage = ${stage} or exists (select from deal_stages s where s.deal_id = d.id and s.to_stage = ${stage}))`
/** All are in the first stage or behind it; who was won has passed negotiation, skipped or not. */
const reached = {
  prospecting: sql`true`,
  negotiation: sql`(d.stage = 'won' or ${touched('negotiation')})`,
  won: touched('won'),
}

type Movement = (typeof movements)[number]
/**
 * By where it stood at both ends: `s0` and `s1` are its stays then. Whoever closed a deal may have said an earlier day, so a
 * deal that is closed was so from `closed_at` on, whatever stay it was in.
 */
function moved(actor: Actor, { moved_from, moved_to }: DealFilter, wanted: Movement[]): RawBuilder<unknown> {
  const begins = moved_from === undefined ? sql`timestamptz '-infinity'` : begin(actor, moved_from)
  const ends = moved_to === undefined ? sql`timestamptz 'infinity'` : end(actor, moved_to)
  const stood = (stay: string, at: RawBuilder<unknown>) => {
    const of = (name: string) => sql.ref(`${stay}.${name}`)
    return sql`${of('deal_id')} = d.id and ${of('entered_at')} < ${at} and (${of('left_at')} is null or ${of('left_at')} >= ${at})`
  }
  const isNew = sql`s0.deal_id is null`
  const open0 = sql`coalesce(s0.to_stage in ('prospecting', 'negotiation'), false)`
  const open1 = sql`(s1.to_stage in ('prospecting', 'negotiation') and (d.closed_at is null or d.closed_at >= ${ends}))`
  const stage1 = sql`(case when d.closed_at < ${ends} then d.stage else s1.to_stage end)`
  const asNow = sql`(${ends} > now() or coalesce(d.closed_at < ${ends}, false))`
  const decided = (stage: string) => sql`(not ${open1} and ${stage1} = ${stage} and (${open0} or ${isNew}))`
  const steps: Record<Movement, RawBuilder<unknown>> = {
    open_before: open0,
    created: sql`(${isNew})`,
    reopened: sql`(not ${isNew} and not ${open0} and ${open1})`,
    changed: sql`(${open0} and (s0.value, s0.currency) is distinct from
      (case when ${asNow} then d.value else s1.value end, case when ${asNow} then d.currency else s1.currency end))`,
    won: decided('won'),
    lost: decided('lost'),
    open_after: open1,
  }
  return sql`(
    (d.closed_at is null or d.closed_at >= ${begins})
    and exists (
      select from deal_stages s1
      left join deal_stages s0 on ${stood('s0', begins)}
      where ${stood('s1', ends)} and ${either(wanted.map((step) => steps[step]))}
    )
  )`
}
