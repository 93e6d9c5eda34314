import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { readRateFile, type DailyRate } from '#domain/eurofxref.ts'
import type { RateImport, RateUpload } from '#domain/exchange.ts'
import { minorDigits } from '#domain/money.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { Problem } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { holdRates, writeRates, type Written } from './queries.ts'

/** All days since 1999 are about 0.7 MB as CSV and 9 MB as XML. */
const most_bytes = 32 * 1024 * 1024
const atOnce = 10_000

/** One deed, whole or not at all. 422 for what is no such file, 413 for what is too large to be one. */
export async function importRates(
  db: Database,
  actor: Actor,
  content: Readable | undefined,
  { existing = 'skip', date_from }: RateUpload,
): Promise<RateImport> {
  const file = content && readRateFile(await textOf(content))
  if (!file || file.rates.length === 0)
    throw new Problem(
      422,
      'no_rates',
      'This is no file of reference rates. Daybook reads eurofxref.csv, eurofxref-hist.csv and the XML files of the European Central Bank.',
    )
  const { rates, left_out } = chosen(file.rates, date_from)
  const written = await transact(db, async (tx) => {
    await holdRates(tx)
    const sums: Written = { added: 0, unchanged: 0, different: 0 }
    const how = { base: 'EUR', source: 'ECB', created_by: personOf(actor), replace: existing === 'replace' }
    for (let start = 0; start < rates.length; start += atOnce) {
      const part = await writeRates(tx, how, rates.slice(start, start + atOnce))
      sums.added += part.added
      sums.unchanged += part.unchanged
      sums.different += part.different
    }
    const answer = { ...sums, replaced: existing === 'replace' ? sums.different : 0, ...spanOf(rates) }
    await track(tx, actor, 'exchange_rates.imported', randomUUID(), { after: { source: 'ECB', existing, ...answer } })
    return answer
  })
  return { ...written, left_out: [...file.left_out, ...left_out] }
}

/** Each day and currency once, the first counts; currencies that are no more are left out and named. */
function chosen(all: DailyRate[], date_from: string | undefined): { rates: DailyRate[]; left_out: string[] } {
  const rates = new Map<string, DailyRate>()
  const former = new Set<string>()
  for (const rate of all) {
    const key = `${rate.day} ${rate.currency}`
    if (date_from !== undefined && rate.day < date_from) continue
    if (minorDigits(rate.currency) === null || rate.currency === 'EUR') former.add(rate.currency)
    else if (!rates.has(key)) rates.set(key, rate)
  }
  const left_out = former.size > 0 ? [`No currencies of today: ${[...former].toSorted().join(', ')}.`] : []
  return { rates: [...rates.values()], left_out }
}

function spanOf(rates: DailyRate[]): Pick<RateImport, 'days' | 'date_from' | 'date_to'> {
  const days = [...new Set(rates.map(({ day }) => day))].toSorted()
  return { days: days.length, date_from: days[0] ?? null, date_to: days.at(-1) ?? null }
}

async function textOf(content: Readable): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of content as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > most_bytes) throw new Problem(413, 'too_large', 'A file of reference rates is smaller than 32 MiB.')
    parts.push(part)
  }
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    return decoder.decode(Buffer.concat(parts))
  } catch {
    throw new Problem(
      422,
      'no_rates',
      'This is no text in UTF-8. Where the bank gives a .zip, send the file inside it.',
    )
  }
}
