import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { readRateFile, type DailyRate } from '#domain/eurofxref.ts'
import type { RateImport, RateUpload } from '#domain/exchange.ts'
import { minorDigits } from '#domain/money.ts'
import { findUnlikely, whyUnlikely, type Unlikely } from '#domain/unlikely-rates.ts'
import { personOf, type Actor } from '#server/platform/actor.ts'
import { transact, type Database } from '#server/platform/database.ts'
import { Problem } from '#server/platform/errors.ts'
import { track } from '#server/platform/track.ts'
import { findBefore, findThere, holdRates, writeRates, type Written } from './queries.ts'

/** All days since 1999 are about 0.7 MB as CSV and 9 MB as XML. */
const most_bytes = 32 * 1024 * 1024
const atOnce = 10_000

/** One deed, whole or not at all. 422 for what is no such file and, unless said otherwise, for unlikely rates; 413 for what is too large to be one. */
export async function importRates(
  db: Database,
  actor: Actor,
  content: Readable | undefined,
  { existing = 'skip', date_from, unlikely = 'refuse' }: RateUpload,
): Promise<RateImport> {
  const file = content && readRateFile(await textOf(content))
  if (!file || file.rates.length === 0)
    throw new Problem(
      422,
      'no_rates',
      'This is no file of reference rates. Daybook reads eurofxref.csv, eurofxref-hist.csv and the XML files of the European Central Bank.',
    )
  const { rates: read, left_out } = chosen(file.rates, date_from)
  return transact(db, async (tx) => {
    await holdRates(tx)
    const odd = unlikely === 'keep' ? [] : await unlikelyAmong(tx, read, existing)
    if (unlikely === 'refuse' && odd.length > 0) throw unlikelyRates(odd)
    const out = new Set(odd.map(keyOf))
    const rates = read.filter((rate) => !out.has(keyOf(rate)))
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
    const told = odd.length > 0 ? [`${countOf(odd)} far from the last one known: ${daysOf(odd)}.`] : []
    return { ...answer, left_out: [...file.left_out, ...left_out, ...told] }
  })
}

const keyOf = ({ day, currency }: DailyRate) => `${day} ${currency}`
/** Those that are far from the last one known and would be written: of a day that keeps its rate, or has this one, nothing is asked. */
async function unlikelyAmong(tx: Database, rates: DailyRate[], existing: 'skip' | 'replace'): Promise<Unlikely[]> {
  const odd = findUnlikely(rates, await findBefore(tx, 'EUR', rates))
  const there = await findThere(tx, 'EUR', odd, existing === 'replace')
  return odd.filter((rate) => !there.has(keyOf(rate)))
}

const mostNamed = 20
/** Nothing is written; each of them is an error with its day. */
function unlikelyRates(odd: Unlikely[]): Problem {
  const errors = odd.slice(0, mostNamed).map(({ known, ...rate }) => ({
    pointer: '',
    code: 'unlikely',
    message: `${rate.day}: ${whyUnlikely('EUR', rate, known)}`,
  }))
  return new Problem(422, 'unlikely_rates', `${countOf(odd)} far from the last one known. Nothing was written.`, {
    errors,
  })
}
const countOf = ({ length }: Unlikely[]) => (length === 1 ? 'One rate is' : `${length.toLocaleString('en')} rates are`)
const daysOf = (odd: Unlikely[]) =>
  [...odd.slice(0, mostNamed).map(keyOf), ...(odd.length > mostNamed ? ['…'] : [])].join(', ')

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
