/** What stages hold and held: their sums, the order of their cards, and how deals went through them. */
import type { Move, Stage, StageStay } from '#domain/deals.ts'
import type { Money } from '#domain/shapes.ts'
import { inScope } from '#server/people/scope.ts'
import { maySeeValues } from '#server/fields/worth.ts'
import type { Actor } from '#server/platform/actor.ts'
import { sql, type Database, type RawBuilder } from '#server/platform/database.ts'
import { probability, worth } from './queries.ts'

export type StageRow = { stage: Stage; probability: number; deals: number; value: Money | null; seconds: number }

/**
 * Deals grouped by stage, probability and currency: few rows, from which exact weighted sums are made. Beside them one row of each stage has
 * the time of its deals, added up apart: so PostgreSQL needs no sum of each deal, of which there are tens of thousands. `d` is the deal.
 */
export async function stageRows(db: Database, actor: Actor, condition: RawBuilder<unknown>): Promise<StageRow[]> {
  const { rows } = await sql<StageRow>`
    select d.stage, ${probability} as probability, count(*) as deals,
           case when ${maySeeValues(actor)} and d.currency is not null then jsonb_build_object('amount', sum(d.value)::text, 'currency', d.currency) end as value,
           0::bigint as seconds
    from deals d
    where ${condition}
    group by 1, 2, d.currency
    union all
    select d.stage, 0, 0, null, sum(t.seconds)::bigint
    from deals d
    join time_by_deal t on t.deal_id = d.id
    where ${condition}
    group by 1
  `.execute(db)
  return rows
}

export async function staysOf(db: Database, actor: Actor, deal_id: string): Promise<StageStay[]> {
  const { rows } = await sql<StageStay>`
    select s.id, s.from_stage, s.to_stage, s.entered_at, s.left_at, s.actor_id, u.name as actor_name,
           ${worth(actor, 's.value', 's.currency')} as value, s.probability, s.end_date
    from deal_stages s
    left join users u on u.id = s.actor_id
    where s.deal_id = ${deal_id}
    order by s.entered_at desc, s.id desc
    limit 500
  `.execute(db)
  return rows
}

/** Ends the present stage and begins the next, with the deal as it is now. */
export async function recordStage(
  tx: Database,
  deal_id: string,
  from_stage: Stage | null,
  actor_id: string | null,
): Promise<void> {
  await sql`update deal_stages set left_at = now() where deal_id = ${deal_id} and left_at is null`.execute(tx)
  await sql`
    insert into deal_stages (deal_id, from_stage, to_stage, actor_id, value, currency, probability, end_date)
    select d.id, ${from_stage}, d.stage, ${actor_id}::uuid, d.value, d.currency, ${probability}, d.end_date from deals d where d.id = ${deal_id}
  `.execute(tx)
}

/** The same of many deals that were changed together; of those whose stage is the one it was nothing is recorded. */
export const recordStages = (tx: Database, ids: string[], actor_id: string | null) =>
  sql`
    with ended as (
      update deal_stages s set left_at = now()
      from deals d
      where d.id = s.deal_id and d.id = any (${ids}) and s.left_at is null and s.to_stage <> d.stage
      returning s.deal_id, s.to_stage
    )
    insert into deal_stages (deal_id, from_stage, to_stage, actor_id, value, currency, probability, end_date)
    select d.id, ended.to_stage, d.stage, ${actor_id}::uuid, d.value, d.currency, ${probability}, d.end_date
    from ended
    join deals d on d.id = ended.deal_id
  `.execute(tx)

/** The open stage a closed deal was in last. */
export async function stageBefore(tx: Database, deal_id: string): Promise<Stage | null> {
  const { rows } = await sql<{ from_stage: Stage | null }>`
    select from_stage from deal_stages where deal_id = ${deal_id} and left_at is null
  `.execute(tx)
  return rows[0]?.from_stage ?? null
}

/** Until the deed ends nobody else gives places in this column: two cards put into one gap at once would tie. */
export const holdColumn = (tx: Database, stage: Stage) =>
  sql`select pg_advisory_xact_lock(hashtext('deals.position'), hashtext(${stage}))`.execute(tx)

/**
 * Gives the card its place: beside the named one, halfway to the next card of the column whoever may see that one, or at
 * the top. Undefined where the named card is not in the column any more.
 */
export async function placeCard(
  tx: Database,
  actor: Actor,
  id: string,
  { stage, after_id, before_id }: Move,
): Promise<string | undefined> {
  const anchor = after_id ?? before_id
  if (anchor === undefined) return place(tx, id, sql`select -nextval('deal_positions') as position`)
  const [edge, beyond, end] = after_id
    ? [sql`min(n.position)`, sql`>`, sql`nextval('deal_positions')`]
    : [sql`max(n.position)`, sql`<`, sql`-nextval('deal_positions')`]
  return place(
    tx,
    id,
    sql`
      select coalesce(
        (d.position + (
          select ${edge} from deals n where n.stage = ${stage} and n.position ${beyond} d.position and n.id <> ${id}
        )) * 0.5,
        ${end}
      ) as position
      from deals d
      where d.id = ${anchor} and d.stage = ${stage} and d.id <> ${id} and d.deleted_at is null and ${inScope(actor, 'deals:read', sql`d.owner_id`)}
    `,
  )
}

async function place(tx: Database, id: string, found: RawBuilder<unknown>): Promise<string | undefined> {
  const { rows } = await sql<{ position: string }>`
    update deals m set position = trim_scale(p.position) from (${found}) p where m.id = ${id} returning m.position
  `.execute(tx)
  return rows[0]?.position
}

/** Whole numbers again for every card of the column, in the order they have. */
export const spreadColumn = (tx: Database, stage: Stage) =>
  sql`
    update deals d set position = -n.place
    from (
      select c.id, nextval('deal_positions') as place
      from (select id from deals where stage = ${stage} order by position desc) c
    ) n
    where n.id = d.id
  `.execute(tx)
