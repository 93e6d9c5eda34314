/** The demo company's time as it comes in: through ingest, by hand where nothing is named, and by the rules that this proves. */
import type { EntryResult, TimeEntryInput } from '#domain/time.ts'
import type { Actor } from '#server/platform/actor.ts'
import { sql, type Database } from '#server/platform/database.ts'
import { assignEntries } from '#server/time/assign-entries.ts'
import { ingestEntries } from '#server/time/ingest-entries.ts'
import { createNames } from '#server/time/names.ts'
import { day_ms, type Company } from './company.ts'
import { boardOf, entriesOf, onBoards } from './entries.ts'
import { writeDemoRules } from './rules.ts'

/** So many at once that the progress moves every half second. */
const portion = 1_000

/** Since when the rules are there: what is older taught them. */
const ruled_days = 21

/**
 * Through the ingest that agents use; what nobody named is placed by hand, and of late by the rules that this proves. Then budgets that fit
 * what was worked: two deals are over theirs. Gives the ids of the rules.
 */
export async function recordTime(
  tx: Database,
  actor: Actor,
  company: Company,
  now_ms: number,
  onProgress: (percent: number) => Promise<void>,
): Promise<string[]> {
  const entries = entriesOf(company, now_ms)
  const ruled = new Date(now_ms - ruled_days * day_ms).toISOString()
  const isOld = ({ start_time }: TimeEntryInput) => start_time < ruled
  const arrive = async (some: TimeEntryInput[], from_percent: number) => {
    const names = createNames()
    for (let from = 0; from < some.length; from += portion) {
      const sent = some.slice(from, from + portion)
      const results = await ingestEntries(tx, names, actor, sent, now_ms)
      const refused = results.find((result) => result.status === 'rejected')
      if (refused) throw new Error(`The demo company’s own time was refused: ${refused.problem?.detail}`)
      await placeByHand(tx, actor, company, sent, results)
      await onProgress(from_percent + Math.round((75 * Math.min(from + portion, some.length)) / entries.length))
    }
  }
  const old = entries.filter(isOld)
  await arrive(old, 20)
  const rules = await writeDemoRules(tx, actor, company.deals)
  await arrive(
    entries.filter((entry) => !isOld(entry)),
    20 + Math.round((75 * old.length) / entries.length),
  )
  await sql`
    with worked as (
      select d.id, row_number() over (order by sum(t.seconds) desc nulls last) as place, coalesce(sum(t.seconds), 36000) / 3600 as hours
      from deals d left join time_by_deal t on t.deal_id = d.id where d.stage = 'won' group by d.id
    )
    update deals d set budget_hours = ceil(case when w.place <= 2 then w.hours * 0.9 else w.hours * (1.1 + w.place * 0.05) end)
    from worked w where w.id = d.id
  `.execute(tx)
  return rules
}

/** What came from a board and waits is put on its deal by whoever owns that. */
async function placeByHand(
  tx: Database,
  actor: Actor,
  { users, deals }: Company,
  sent: TimeEntryInput[],
  results: EntryResult[],
): Promise<void> {
  for (const deal of onBoards(deals)) {
    const ids = results.flatMap(({ id, waiting }, place) =>
      id && waiting && sent[place]!.url?.startsWith(`https://${boardOf(deal)}/`) ? id : [],
    )
    const owner = users.find(({ id }) => id === deal.owner_id)!
    if (ids.length > 0) await assignEntries(tx, { ...actor, name: owner.name }, ids, { deal_id: deal.id })
  }
}
