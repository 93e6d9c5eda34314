import type { DailyRate } from '#domain/eurofxref.ts'
import {
  quotesOn,
  type DatedRate,
  type ExchangeRate,
  type ExchangeRateInput,
  type ExchangeRateQuery,
  type Quote,
} from '#domain/exchange.ts'
import { all, among, arrayOf, sql, type Database } from '#server/platform/database.ts'
import { page } from '#server/platform/pages.ts'

const columns = sql`
  r.id, r.day, r.base, r.currency, r.rate::text as rate, r.source, u.name as created_by_name, r.created_at, r.replaced_at
`
const sorts = {
  day: { by: sql`r.day`, type: 'date' },
  currency: { by: sql`r.currency`, type: 'text' },
} as const

export const listRates = (db: Database, query: ExchangeRateQuery) =>
  page(query, sorts, '-day', sql`r.id`, async ({ sort_key, after, order, limit }) => {
    const { rows } = await sql<ExchangeRate & { sort_key: string }>`
      select ${columns}, ${sort_key} as sort_key
      from exchange_rates r
      left join users u on u.id = r.created_by
      where ${all(
        after,
        !query.replaced && sql`r.replaced_at is null`,
        query.currency && among(sql`r.currency`, query.currency),
        query.date_from !== undefined && sql`r.day >= ${query.date_from}::date`,
        query.date_to !== undefined && sql`r.day <= ${query.date_to}::date`,
      )}
      ${order} ${limit}
    `.execute(db)
    return rows
  })

export async function getRate(db: Database, id: string): Promise<ExchangeRate | undefined> {
  const { rows } = await sql<ExchangeRate>`
    select ${columns} from exchange_rates r left join users u on u.id = r.created_by where r.id = ${id}
  `.execute(db)
  return rows[0]
}

/** Until the deed ends nobody else writes a rate: of two for one day the second sees the first. */
export const holdRates = (tx: Database) => sql`select pg_advisory_xact_lock(hashtext('exchange_rates'))`.execute(tx)

/** The rate that is used for this day, if there is one. */
export async function findUsed(
  tx: Database,
  { day, base, currency }: Pick<ExchangeRateInput, 'day' | 'base' | 'currency'>,
): Promise<{ id: string; rate: string; source: string } | undefined> {
  const { rows } = await sql<{ id: string; rate: string; source: string }>`
    select id, rate::text as rate, source from exchange_rates
    where currency = ${currency} and base = ${base} and day = ${day} and replaced_at is null
  `.execute(tx)
  return rows[0]
}

/** The last rate of a pair on or before a day, else the first after it. */
export async function findNear(
  tx: Database,
  { day, base, currency }: Pick<ExchangeRateInput, 'day' | 'base' | 'currency'>,
): Promise<{ day: string; rate: string } | null> {
  const pair = sql`currency = ${currency} and base = ${base} and replaced_at is null`
  const { rows } = await sql<{ day: string; rate: string }>`
    (select day, rate::text as rate from exchange_rates where ${pair} and day <= ${day}::date order by day desc limit 1)
    union all
    (select day, rate::text as rate from exchange_rates where ${pair} and day > ${day}::date order by day limit 1)
    order by day limit 1
  `.execute(tx)
  return rows[0] ?? null
}

/** By currency, the last rate of a base before the first day that is sent. */
export async function findBefore(
  tx: Database,
  base: string,
  rates: readonly DailyRate[],
): Promise<Map<string, { day: string; rate: string }>> {
  const firsts = [...Map.groupBy(rates, ({ currency }) => currency)].map(([currency, list]) => ({
    currency,
    day: list.reduce((first, { day }) => (day < first ? day : first), list[0]!.day),
  }))
  const { rows } = await sql<{ currency: string; day: string; rate: string }>`
    select s.currency, k.day, k.rate
    from unnest(${arrayOf(firsts.map(({ currency }) => currency))}::text[], ${arrayOf(firsts.map(({ day }) => day))}::date[]) s (currency, day)
    cross join lateral (
      select r.day, r.rate::text as rate from exchange_rates r
      where r.currency = s.currency and r.base = ${base} and r.day < s.day and r.replaced_at is null
      order by r.day desc limit 1
    ) k
  `.execute(tx)
  return new Map(rows.map(({ currency, ...known }) => [currency, known]))
}

/** Of these rates the days that have one already: the same, or any. As `day currency`. */
export async function findThere(
  tx: Database,
  base: string,
  rates: readonly DailyRate[],
  only_same: boolean,
): Promise<Set<string>> {
  if (rates.length === 0) return new Set()
  const { rows } = await sql<{ day: string; currency: string }>`
    select r.day, r.currency
    from unnest(
      ${arrayOf(rates.map(({ day }) => day))}::date[], ${arrayOf(rates.map(({ currency }) => currency))}::text[],
      ${arrayOf(rates.map(({ rate }) => rate))}::numeric[]
    ) s (day, currency, rate)
    join exchange_rates r on r.currency = s.currency and r.base = ${base} and r.day = s.day and r.replaced_at is null
    where r.rate = s.rate or not ${only_same}
  `.execute(tx)
  return new Set(rows.map(({ day, currency }) => `${day} ${currency}`))
}

type NewRate = Omit<ExchangeRateInput, 'replace' | 'unlikely' | 'source'> & {
  source: string
  created_by: string | null
}
export const insertRate = async (tx: Database, fields: NewRate): Promise<string> =>
  (await tx.insertInto('exchange_rates').values(fields).returning('id').executeTakeFirstOrThrow()).id

/** False where it was not used any more. */
export async function endRate(tx: Database, id: string): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update exchange_rates set replaced_at = now() where id = ${id} and replaced_at is null
  `.execute(tx)
  return numAffectedRows > 0n
}

export type Written = { added: number; unchanged: number; different: number }

/** Some thousand rates of one base: what is not there yet is added; what is there otherwise is left, or replaced. */
export async function writeRates(
  tx: Database,
  { base, source, created_by, replace }: { base: string; source: string; created_by: string | null; replace: boolean },
  rates: readonly DailyRate[],
): Promise<Written> {
  const { rows } = await sql<Written>`
    with sent as (
      select * from unnest(
        ${arrayOf(rates.map(({ day }) => day))}::date[], ${arrayOf(rates.map(({ currency }) => currency))}::text[],
        ${arrayOf(rates.map(({ rate }) => rate))}::numeric[]
      ) s (day, currency, rate)
    ),
    known as (
      select s.day, s.currency, r.id, r.rate = s.rate as same
      from sent s
      join exchange_rates r on r.currency = s.currency and r.base = ${base} and r.day = s.day and r.replaced_at is null
    ),
    ended as (
      update exchange_rates r set replaced_at = now() from known k where r.id = k.id and not k.same and ${replace} returning r.id
    ),
    added as (
      insert into exchange_rates (day, base, currency, rate, source, created_by)
      select s.day, ${base}, s.currency, s.rate, ${source}, ${created_by}::uuid
      from sent s
      where not exists (select from known k where k.day = s.day and k.currency = s.currency and (k.same or not ${replace}))
        -- the former ones have ended before: of a day and a currency one is used
        and (select count(*) from ended) >= 0
      returning id
    )
    select (select count(*) from added) - (select count(*) from ended) as added, count(*) filter (where same) as unchanged, count(*) filter (where not same) as different
    from known
  `.execute(tx)
  return rows[0]!
}

/**
 * For each of these days the last rate on or before it, of every base the currencies are quoted in. All rates between the first day and the
 * last are read at once: years have thousands of days, and looking each up takes ten times as long.
 */
export async function quotesFor(
  db: Database,
  currencies: readonly string[],
  days: readonly string[],
): Promise<Quote[]> {
  if (currencies.length === 0 || days.length === 0) return []
  const wanted = days.toSorted()
  const [first, last] = [wanted[0]!, wanted.at(-1)!]
  const { rows } = await sql<DatedRate>`
    select r.base, r.currency, r.rate::text as rate, r.day, r.source, (r.replaced_at at time zone 'UTC')::date as replaced_on
    from (
      select distinct base, currency from exchange_rates where replaced_at is null and currency = any (${arrayOf(currencies)}::text[])
    ) p
    cross join lateral (
      select max(f.day) as day from exchange_rates f
      where f.currency = p.currency and f.base = p.base and f.day <= ${first}::date and f.replaced_at is null
    ) before
    join exchange_rates r
      on r.currency = p.currency and r.base = p.base and r.day between coalesce(before.day, ${first}::date) and ${last}::date
    order by r.base, r.currency, r.day, r.replaced_at is not null
  `.execute(db)
  return [...Map.groupBy(rows, ({ base, currency }) => `${base} ${currency}`).values()].flatMap((rates) =>
    quotesOn(wanted, rates),
  )
}
