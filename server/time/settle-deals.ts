/**
 * Time by deal is kept by person, so that two who work on one deal do not wait for each other. On a deal that was decided hardly any arrives: by night its
 * rows become one, of nobody, and what adds up all deals reads as many rows as there are deals, however many people and years.
 */
import { sql, type Database } from '#server/platform/database.ts'

const atOnce = 500

/** Idempotent, and each part is whole by itself; what somebody just writes to is left for the next night. */
export async function settleDeals(db: Database): Promise<void> {
  for (let after: string | null = null; ;) {
    const next: string | null = await settleNext(db, after)
    if (next === null) return
    after = next
  }
}

/** The deal up to which it got, null where there are no more. The sums of a deal stay what they are: readers never see some of it. */
async function settleNext(db: Database, after: string | null): Promise<string | null> {
  const { rows } = await sql<{ last: string | null }>`
    with decided as materialized (
      select t.deal_id
      from time_by_deal t
      join deals d on d.id = t.deal_id
      where d.stage in ('won', 'lost') and t.deal_id > ${after ?? nobody}::uuid
      group by t.deal_id
      having count(*) > 1
      order by t.deal_id
      limit ${atOnce}
    ),
    held as materialized (
      select t.deal_id, t.user_id
      from time_by_deal t
      where t.deal_id in (select deal_id from decided) and t.user_id <> ${nobody}::uuid
      order by t.deal_id, t.user_id
      for update skip locked
    ),
    gone as (
      delete from time_by_deal t using held h
      where t.deal_id = h.deal_id and t.user_id = h.user_id
      returning t.deal_id, t.entries, t.seconds
    ),
    settled as (
      insert into time_by_deal as t (deal_id, user_id, entries, seconds)
      select deal_id, ${nobody}::uuid, sum(entries), sum(seconds) from gone group by deal_id order by deal_id
      on conflict (deal_id, user_id) do update set entries = t.entries + excluded.entries, seconds = t.seconds + excluded.seconds
    )
    select max(deal_id::text) as last from decided
  `.execute(db)
  return rows[0]!.last
}

/** Whose rows hold what several people worked. */
const nobody = '00000000-0000-0000-0000-000000000000'
