/** What dollars and rupees were worth in euros in the months of the demo, so that its reports can add them up. Invented, as its people are. */
import { sql, type Database } from '#server/platform/database.ts'
import { day_ms } from './company.ts'

/** By months ago, the newest first. */
const worths = {
  USD: [1.0831, 1.0904, 1.0788, 1.0862, 1.0957, 1.0919, 1.0846],
  INR: [96.12, 96.85, 97.4, 96.31, 97.02, 98.1, 97.66],
}
/** A rate that is older than a week is told by each report that uses it. */
const every_days = 7
const [month_days, weeks] = [30, 26]

/** Between two months as the days lie between them, with the four decimals that banks give. */
function rateOf(list: number[], days_ago: number): string {
  const months_ago = days_ago / month_days
  const [newer, older] = [list[Math.floor(months_ago)]!, list[Math.ceil(months_ago)]!]
  return (newer + (older - newer) * (months_ago % 1)).toFixed(4)
}

/** Gives the ids of those that were added: a day that has a rate keeps it. */
export async function writeDemoRates(tx: Database, now_ms: number): Promise<string[]> {
  const rates = Object.entries(worths).flatMap(([currency, list]) =>
    Array.from({ length: weeks }, (_, week) => ({
      day: new Date(now_ms - week * every_days * day_ms).toISOString().slice(0, 10),
      base: 'EUR',
      currency,
      rate: rateOf(list, week * every_days),
      source: 'Demo',
    })),
  )
  const added = await tx
    .insertInto('exchange_rates')
    .values(rates)
    .onConflict((conflict) =>
      conflict
        .columns(['currency', 'base', 'day'])
        .where(sql`replaced_at`, 'is', null)
        .doNothing(),
    )
    .returning('id')
    .execute()
  return added.map(({ id }) => id)
}
