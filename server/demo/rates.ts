/** What dollars and rupees were worth in euros in the months of the demo, so that its reports can add them up. Invented, as its people are. */
import { sql, type Database } from '#server/platform/database.ts'
import { day_ms } from './company.ts'

const worths = {
  USD: ['1.0831', '1.0904', '1.0788', '1.0862', '1.0957', '1.0919', '1.0846'],
  INR: ['96.12', '96.85', '97.40', '96.31', '97.02', '98.10', '97.66'],
}
const every_days = 30

/** Gives the ids of those that were added: a day that has a rate keeps it. */
export async function writeDemoRates(tx: Database, now_ms: number): Promise<string[]> {
  const rates = Object.entries(worths).flatMap(([currency, list]) =>
    list.map((rate, months_ago) => ({
      day: new Date(now_ms - months_ago * every_days * day_ms).toISOString().slice(0, 10),
      base: 'EUR',
      currency,
      rate,
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
