/** Billable time by place and age, and what it is worth: priced and rounded where it is added up, for there can be tens of thousands of places. */
import { shift } from '#domain/periods.ts'
import type { ReportGroup } from '#domain/report-tables.ts'
import type { Money } from '#domain/shapes.ts'
import { all, among, sql, type RawBuilder } from '#server/platform/database.ts'
import { inScope } from '#server/people/scope.ts'
import type { Actor } from '#server/platform/actor.ts'
import { hourlyPrices } from '#server/time/hourly-worth.ts'
import { exchangeOn, factorRows } from './exchange.ts'
import { apart, byKey, factsOfHalves, inHalf, inHalves, joined, type Half } from './halves.ts'
import type { Asked, Fact, Found, Range } from './kind.ts'
import { narrow, sumsWithin } from './sums.ts'
import { placedWhere } from './time-queries.ts'

export const ages = {
  to_30: '0 to 30 days',
  to_60: '31 to 60 days',
  to_90: '61 to 90 days',
  older: 'Over 90 days',
} as const
export type Age = keyof typeof ages
/** Of one row, age and currency, or of what nobody knows the worth of: places that were priced and rounded one by one, added up. */
export type WorkFact = Fact & {
  age: Age
  seconds: number
  value: Money | null
  on: string
  /** Of a row of deals, whether it is one. */
  placed?: boolean
}
/** In the database an age is its place in the list. */
type Row = Omit<WorkFact, 'age' | 'on'> & { age: number }
const ageOf = ({ age }: Row) => (Object.keys(ages) as Age[])[age]!

type Grouping = {
  key: RawBuilder<unknown>
  label: RawBuilder<unknown>
  beside: RawBuilder<unknown>
  joins: RawBuilder<unknown>
}
const none = sql`null::text`
const account = sql`join accounts a on a.id = s.account_id`
/** The row of work on deals that are not the reader’s to see: who owns them is not said. */
export const unseen = 'unseen'

const groupings = (actor: Actor): Partial<Record<ReportGroup, Grouping>> => ({
  account: { key: sql`s.account_id::text`, label: sql`a.name`, beside: none, joins: account },
  deal: {
    key: sql`s.place_id::text`,
    label: sql`coalesce(d.name, 'No deal')`,
    beside: sql`a.name`,
    joins: sql`left join deals d on d.id = s.place_id join accounts a on a.id = coalesce(d.account_id, s.place_id)`,
  },
  owner: {
    key: sql`case when d.seen is false then ${unseen} else o.id::text end`,
    label: sql`case when d.seen is false then 'On deals of others' else coalesce(o.name, 'Nobody') end`,
    beside: none,
    joins: sql`
      left join (select id, owner_id, ${inScope(actor, 'deals:read', sql`owner_id`)} as seen from deals) d on d.id = s.deal_id
      left join users o on o.id = d.owner_id
    `,
  },
  age: { key: sql`s.age::text`, label: sql`s.age::text`, beside: none, joins: sql`` },
  // by what an hour on them is worth
  currency: {
    key: sql`s.currency`,
    label: sql`coalesce(s.currency, 'Nothing known of its worth')`,
    beside: none,
    joins: sql``,
  },
})

/** Whose rows may not lie in both halves: each is ranked by all of its own. */
const places = {
  account: (of: RawBuilder<unknown>) => sql`${of}.account_id`,
  deal: (of: RawBuilder<unknown>) => sql`coalesce(${of}.deal_id, ${of}.account_id)`,
}

/** By groups of few rows. */
export async function unbilledFacts(asked: Asked, range: Range): Promise<WorkFact[]> {
  const { actor, db, group } = asked
  const { key, label, beside, joins } = groupings(actor)[group]!
  // what is worth as much, or nobody knows how much, stands in the same order each time
  const rows = await factsOfHalves(db, async (half, tx) => {
    const { rows: own } = await sql<Row>`
      with ${worthOfWork(asked, range, half)}
      select x.key, x.label, x.beside, x.age, ${money(sql`sum(x.minor)`, sql`x.currency`, sql`x.places`)} as value, sum(x.seconds)::bigint as seconds
      from (select ${key} as key, ${label} as label, ${beside} as beside, s.* from work s ${joins}) x
      group by x.key, x.label, x.beside, x.age, x.currency, x.places
    `.execute(tx)
    return own
  })
  const on = lastDay(asked, range)
  if (group !== 'age') return rows.map((row) => ({ ...row, age: ageOf(row), on }))
  return rows
    .toSorted((one, other) => one.age - other.age)
    .map((row) => ({ ...row, key: ageOf(row), label: ages[ageOf(row)], age: ageOf(row), on }))
}

/** A place and an age is priced once, whoever worked it: told by people, all work is worth as much as told by accounts. */
export async function unbilledOfPeople(asked: Asked, range: Range): Promise<Found<WorkFact>> {
  const on = lastDay(asked, range)
  const halves = await inHalves(asked.db, async (half, tx) => {
    const { rows } = await sql<Row & { whole: boolean }>`
      with ${worthOfWork(asked, range, half)},
      places as (
        select account_id, deal_id, null::uuid as user_id, age, sum(seconds) as seconds from summed group by 1, 2, 4
      ),
      facts as (
        select user_id, false as whole, age, currency, places, sum(minor) as minor, sum(seconds) as seconds from work group by 1, 3, 4, 5
        union all
        select null, true, age, currency, places, sum(minor), sum(seconds) from (${priced(sql`places`)}) s group by 3, 4, 5
      )
      select f.user_id::text as key, coalesce(u.name, '') as label, null as beside, f.age, f.whole, ${money(sql`f.minor`, sql`f.currency`, sql`f.places`)} as value,
             f.seconds::bigint as seconds
      from facts f
      left join users u on u.id = f.user_id
    `.execute(tx)
    return rows.map(({ whole, ...row }) => ({ whole, fact: { ...row, age: ageOf(row), on } }))
  })
  const facts = (isWhole: boolean) => halves.flat().flatMap(({ whole, fact }) => (whole === isWhole ? [fact] : []))
  return { now: facts(false).toSorted(byKey), before: null, whole: { now: facts(true), before: null } }
}

/** The accounts or deals whose work is worth most, or took most time where nobody may see its worth, and all others together. */
export async function mostUnbilled(asked: Asked, range: Range, limit: number): Promise<Found<WorkFact>> {
  const { actor, base, db, group, values } = asked
  const on = lastDay(asked, range)
  const pairs = (await knownCurrencies(asked)).map((currency) => ({ currency, on }))
  const exchange = await exchangeOn(db, base, pairs)
  const { label, beside, joins } = groupings(actor)[group]!
  const id = places[group === 'account' ? 'account' : 'deal'](sql`s`)
  const halves = await inHalves(db, async (half, tx) => {
    const { rows } = await sql<Row & { beyond: number | null }>`
      with ${worthOfWork(asked, range, half)},
      ${factorRows(exchange, pairs)},
ranked as materialized (
        select ${id} as place_id, row_number() over (order by ${values ? size : sql`sum(s.seconds)`} desc nulls last, ${id}) <= ${limit} as shown
        from work s
        left join rates r on r.currency = s.currency
        group by 1
      ),
      shown as materialized (
        select ${id} as place_id, s.age, s.currency, s.places, sum(s.minor) as minor, sum(s.seconds) as seconds
        from work s
        where ${id} in (select place_id from ranked where shown)
        group by 1, 2, 3, 4
      ),
      others as (
        select w.age, w.currency, w.places, w.minor - coalesce(m.minor, 0) as minor, w.seconds - coalesce(m.seconds, 0) as seconds
        from (select age, currency, places, sum(minor) as minor, sum(seconds) as seconds from work group by 1, 2, 3) w
        left join (select age, currency, sum(minor) as minor, sum(seconds) as seconds from shown group by 1, 2) m
          on m.age = w.age and m.currency is not distinct from w.currency
      )
      select s.place_id::text as key, ${label} as label, ${beside} as beside, s.age, ${money(sql`s.minor`, sql`s.currency`, sql`s.places`)} as value,
             s.seconds::bigint as seconds, ${group === 'deal' ? sql`d.id is not null` : sql`false`} as placed, null::bigint as beyond
      from (select *, place_id as account_id from shown) s
      ${joins}
      union all
      select null, '', null, age, ${money(sql`minor`, sql`currency`, sql`places`)}, seconds::bigint, false, (select count(*) from ranked where not shown)
      from others
      where seconds > 0
      order by key
    `.execute(tx)
    return apart(rows, (row) => ({ ...row, age: ageOf(row), on }))
  })
  return { ...joined(halves), exchange }
}

/** As `worthTogether` has it: null, and so last, of what has no worth and of what holds a currency without a rate. */
const size = sql`
  case when count(*) filter (where s.currency is not null and r.factor is null) = 0 then sum(s.minor::double precision / 10 ^ s.places * r.factor) end
`

const lastDay = ({ today }: Asked, { date_to }: Range) => date_to ?? today
const money = (minor: RawBuilder<unknown>, currency: RawBuilder<unknown>, places: RawBuilder<unknown>) => sql`
  case when ${currency} is not null
    then jsonb_build_object('amount', round(${minor} / 10::numeric ^ ${places}, ${places})::text, 'currency', ${currency}) end
`

/** `work`: seconds of each place and age with what they are worth, in minor units, rounded once. */
function worthOfWork(asked: Asked, range: Range, half: Half): RawBuilder<unknown> {
  const { actor, group, query } = asked
  const user = group === 'person' ? sql`t.user_id` : sql`null::uuid`
  return sql`
    ${hourlyPrices(actor, query.account_id ? among(sql`d.account_id`, query.account_id) : sql`true`)},
    summed as (
      select t.account_id, t.deal_id, ${user} as user_id, t.age, sum(t.seconds) as seconds
      from ${billableByAge(asked, range, half)} t
      group by 1, 2, 3, 4
    ),
    work as (${priced(sql`summed`)})
  `
}

const priced = (of: RawBuilder<unknown>) => sql`
  select w.account_id, w.deal_id, w.user_id, w.age, w.seconds, coalesce(d.currency, a.currency) as currency,
         coalesce(d.places, a.places) as places, round(coalesce(d.money, a.money) * w.seconds / (coalesce(d.hours, a.hours) * 3600)) as minor
  from ${of} w
  left join price_of_deal d on d.id = w.deal_id
  left join price_of_account a on a.id = w.account_id
`

/** What is young is read by days, for its age follows from them; what is older, by months. */
function billableByAge(asked: Asked, range: Range, half: Half): RawBuilder<unknown> {
  const last = lastDay(asked, range)
  const old = shift(last, -91)
  const where = all(
    placedWhere(asked),
    inHalf(places[asked.group === 'deal' ? 'deal' : 'account'](sql`t`), half),
    sql`t.status = 'synced' and t.account_id is not null and t.billable_seconds > 0`,
  )
  const columns = (age: RawBuilder<unknown>) =>
    sql`t.account_id, t.deal_id, t.user_id, ${age} as age, t.billable_seconds as seconds`
  const { date_from } = range
  const young = sumsWithin(
    'time',
    { date_from: date_from !== undefined && date_from > old ? date_from : shift(old, 1), date_to: last },
    (day) =>
      columns(sql`case when ${last}::date - ${day} <= 30 then 0 when ${last}::date - ${day} <= 60 then 1 else 2 end`),
    where,
    false,
  )
  if (date_from !== undefined && date_from > old) return young
  const older = sumsWithin('time', { date_from, date_to: old }, () => columns(sql`3`), where, !narrow(asked))
  return sql`(${young} union all ${older})`
}

/** Every currency there is a rate of. */
async function knownCurrencies({ base, db }: Asked): Promise<string[]> {
  const { rows } = await sql<{ currency: string }>`
    select currency from exchange_rates where replaced_at is null
    union
    select base from exchange_rates where replaced_at is null
    union
    select ${base}
  `.execute(db)
  return rows.map(({ currency }) => currency)
}
