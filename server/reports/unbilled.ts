/** Billable work that stands on no invoice, by how long ago it was done, as receivables are. */
import { fromMinor, minorDigits, scale, sumByCurrency, toMinor } from '#domain/money.ts'
import type { ReportGroup } from '#domain/report-tables.ts'
import type { Money } from '#domain/shapes.ts'
import { all, sql, type RawBuilder } from '#server/platform/database.ts'
import { hourlyWorth } from '#server/time/hourly-worth.ts'
import { column, sum, worthTogether, type Asked, type Fact, type Kind, type Range } from './kind.ts'
import { timeRules } from './recorded-time.ts'
import { scoped, withoutValues } from './scopes.ts'
import { timeWhere } from './time-queries.ts'

const ages = { to_30: '0 to 30 days', to_60: '31 to 60 days', to_90: '61 to 90 days', older: 'Over 90 days' } as const
type Age = keyof typeof ages
type WorkFact = Fact & { age: Age; seconds: number; value: Money | null; on: string }
type Row = Omit<WorkFact, 'value' | 'on'> & { account_id: string; deal_id: string | null }

type Grouping = { key: RawBuilder<unknown>; label: RawBuilder<unknown>; beside: RawBuilder<unknown> }
const none = sql`null::text`
const groupings: Partial<Record<ReportGroup, Grouping>> = {
  account: { key: sql`s.account_id::text`, label: sql`a.name`, beside: none },
  deal: {
    key: sql`coalesce(s.deal_id, s.account_id)::text`,
    label: sql`coalesce(d.name, 'No deal')`,
    beside: sql`a.name`,
  },
  owner: { key: sql`d.owner_id::text`, label: sql`coalesce(o.name, 'Nobody')`, beside: none },
  person: { key: sql`s.user_id::text`, label: sql`u.name`, beside: none },
  age: { key: sql`s.age`, label: sql`s.age`, beside: none },
  // by what an hour on them is worth
  currency: { key: none, label: sql`'Nothing known of its worth'`, beside: none },
}

/** One for each row, place and age; what an hour there is worth is looked up once a place. */
async function facts(asked: Asked, range: Range): Promise<WorkFact[]> {
  const { actor, db, group } = asked
  const rows = await workOf(asked, range)
  const worthOf = await hourlyWorth(db, actor, [...new Set(rows.map(({ account_id }) => account_id))], 1_000_000)
  const on = range.date_to ?? asked.today
  // there can be tens of thousands: each is completed and not copied
  const found = rows.map((row): WorkFact => {
    const value = worth(worthOf(row), row.seconds)
    if (group === 'age') row.label = ages[row.age]
    if (group === 'currency' && value) row.key = row.label = value.currency
    return Object.assign(row, { value, on })
  })
  if (group !== 'age') return found
  const order = Object.keys(ages)
  return found.toSorted((a, b) => order.indexOf(a.age) - order.indexOf(b.age))
}

async function workOf(asked: Asked, range: Range): Promise<Row[]> {
  const { db, group, today } = asked
  const { key, label, beside } = groupings[group]!
  const as_of = range.date_to ?? today
  const person = group === 'person' ? sql`t.user_id` : sql`null::uuid`
  const { rows } = await sql<Row>`
    select ${key} as key, ${label} as label, ${beside} as beside, s.account_id, s.deal_id, s.age, s.seconds
    from (
      select t.account_id, t.deal_id, ${person} as user_id,
             case when ${as_of}::date - t.day <= 30 then 'to_30' when ${as_of}::date - t.day <= 60 then 'to_60'
                  when ${as_of}::date - t.day <= 90 then 'to_90' else 'older' end as age,
             sum(t.billable_seconds) as seconds
      from time_by_day t
      where ${all(timeWhere(asked, { ...range, date_to: as_of }), sql`t.status = 'synced' and t.account_id is not null`)}
      group by 1, 2, 3, 4
      having sum(t.billable_seconds) > 0
    ) s
    join accounts a on a.id = s.account_id
    left join deals d on d.id = s.deal_id
    left join users o on o.id = d.owner_id
    left join users u on u.id = s.user_id
  `.execute(db)
  return rows
}

function worth(per_hour: Money | null, seconds: number): Money | null {
  if (!per_hour) return null
  const places = minorDigits(per_hour.currency) ?? 2
  const minor = scale(toMinor(per_hour.amount, places), BigInt(seconds), 3_600n)
  return { amount: fromMinor(minor, places), currency: per_hour.currency }
}

/** One amount for each age and currency: what is many is added up once, and not for each column. */
const worthByAge = (list: readonly WorkFact[]) =>
  [...Map.groupBy(list, ({ age }) => age)].flatMap(([age, own]) =>
    sumByCurrency(own.flatMap(({ value }) => value ?? [])).map((money) => ({ age, money, on: own[0]!.on })),
  )

export const unbilled: Kind<WorkFact> = {
  report: 'unbilled',
  name: 'Unbilled work',
  title: () => 'Which billable work stands on no invoice?',
  dates: 'the day of the person who worked; ages are counted back from the last day, or from today',
  needs: ['reports:read', 'deals:read'],
  groups: ['account', 'deal', 'owner', 'person', 'age', 'currency'],
  filters: ['date_from', 'date_to', 'account_id', 'deal_id', 'owner_id', 'user_id', 'team_id', 'currency'],
  columns: ({ values, group }) => [
    column('seconds', 'Billable time', 'seconds'),
    ...(values
      ? [
          column('value', 'Worth', 'money', 'Time × what an hour of the deal, or of the account, brings.'),
          column('converted_value', 'Worth', 'converted'),
          column(
            'unpriced_seconds',
            'Of unknown worth',
            'seconds',
            'Nothing says what an hour brings: no deal there has hours and money planned.',
          ),
        ]
      : []),
    ...(group === 'age'
      ? []
      : (Object.keys(ages) as Age[]).map((age) => column(age, ages[age], values ? 'converted' : 'seconds'))),
  ],
  facts,
  cells: (list, exchange, { values, group }) => {
    const parts = values ? worthByAge(list) : []
    const ofAge = (age: string) =>
      values
        ? exchange.together(parts.filter((part) => part.age === age))
        : sum(list, (fact) => (fact.age === age ? fact.seconds : 0))
    return {
      seconds: sum(list, ({ seconds }) => seconds),
      ...(values && {
        value: sumByCurrency(parts.map(({ money }) => money)),
        converted_value: exchange.together(parts),
        unpriced_seconds: sum(list, ({ value, seconds }) => (value ? 0 : seconds)),
      }),
      ...(group !== 'age' && Object.fromEntries(Object.keys(ages).map((age) => [age, ofAge(age)]))),
    }
  },
  order: ({ group, values }) => {
    if (group === 'age') return null
    return values ? worthTogether : (list) => sum(list, ({ seconds }) => seconds)
  },
  drill: (key, { group, query, today }, { date_from, date_to }, [first]) => {
    const filter = { account: 'account_id', person: 'user_id', deal: first?.label === 'No deal' ? null : 'deal_id' }[
      group as string
    ]
    if (!filter || key === null || query.owner_id || query.currency) return null
    const own = {
      billable: ['true'],
      status: ['synced'],
      ...(date_from !== undefined && { date_from: [date_from] }),
      date_to: [date_to ?? today],
      ...(query.account_id && { account_id: query.account_id }),
      ...(query.user_id && { user_id: query.user_id }),
      ...(query.team_id && { team_id: query.team_id }),
    }
    // time of a person may be internal, which is billed to nobody
    return group === 'person' ? null : { list: 'time-entries', filters: { ...own, [filter]: [key] } }
  },
  rules: (asked) => [
    'Billable time on accounts and deals that stands on no invoice. Nothing is invoiced yet, so all of it.',
    'An hour is worth the budget of its deal, else its value, by its planned hours; else what the deals of the account bring together for an hour.',
    `Ages are counted in days back from ${asked.query.date_to ?? asked.today}. Each place and age is rounded once.`,
    `Converted at the rates of ${asked.query.date_to ?? asked.today}, or of the last day before it that has one.`,
    ...timeRules,
  ],
  leftOut: (asked) => [...scoped(asked, 'reports:read', 'hours'), ...withoutValues(asked)],
}
