/** Billable work that stands on no invoice, by how long ago it was done, as receivables are. */
import { sumByCurrency } from '#domain/money.ts'
import { both } from '#domain/drills.ts'
import { shift } from '#domain/periods.ts'
import type { Filters } from '#domain/report-tables.ts'
import { column, findAll, sum, worthTogether, type Kind } from './kind.ts'
import { timeRules } from './recorded-time.ts'
import { scoped, withoutValues } from './scopes.ts'
import { entriesBehind, timeNarrows } from './time-drills.ts'
import {
  ages,
  mostUnbilled,
  unbilledFacts,
  unbilledOfPeople,
  unseen,
  type Age,
  type WorkFact,
} from './unbilled-work.ts'

/** One amount for each age and currency: what is many is added up once, and not for each column. */
const worthByAge = (list: readonly WorkFact[]) =>
  [...Map.groupBy(list, ({ age }) => age)].flatMap(([age, own]) =>
    sumByCurrency(own.flatMap(({ value }) => value ?? [])).map((money) => ({ age, money, on: own[0]!.on })),
  )

const daysOfAge: Record<string, [from: number | null, to: number]> = {
  to_30: [30, 0],
  to_60: [60, 31],
  to_90: [90, 61],
  older: [null, 91],
}
/** An age as days; other columns are of all ages. */
function daysAgo(age: string, as_of: string): Filters {
  const [from = null, to = null] = daysOfAge[age] ?? []
  return {
    ...(from !== null && { date_from: [shift(as_of, -from)] }),
    ...(to !== null && { date_to: [shift(as_of, -to)] }),
  }
}

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
  find: (asked) => {
    const { group } = asked
    if (group === 'person') return (range) => unbilledOfPeople(asked, range)
    return group === 'account' || group === 'deal'
      ? (range, _, limit) => mostUnbilled(asked, range, limit)
      : findAll(unbilledFacts)(asked)
  },
  cells: (list, exchange, { values, group }) => {
    const parts = values ? worthByAge(list) : []
    const together = (own: readonly WorkFact[], worths: typeof parts) =>
      own.length > 0 && worths.length === 0 ? null : exchange.together(worths)
    const ofAge = (age: string) => {
      const own = list.filter((fact) => fact.age === age)
      const worths = parts.filter((part) => part.age === age)
      return values ? together(own, worths) : sum(own, ({ seconds }) => seconds)
    }
    return {
      seconds: sum(list, ({ seconds }) => seconds),
      ...(values && {
        value: sumByCurrency(parts.map(({ money }) => money)),
        // work of unknown worth is not worth nothing
        converted_value: together(list, parts),
        unpriced_seconds: sum(list, ({ value, seconds }) => (value ? 0 : seconds)),
      }),
      ...(group !== 'age' && Object.fromEntries(Object.keys(ages).map((age) => [age, ofAge(age)]))),
    }
  },
  order: ({ group, values }) => {
    if (group === 'age') return null
    return values ? worthTogether : (list) => sum(list, ({ seconds }) => seconds)
  },
  behind: (name, asked, range) => {
    // what an hour is worth is told by the deals around it
    if (name === 'unpriced_seconds') return null
    const as_of = range.date_to ?? asked.today
    const drill = entriesBehind(
      asked,
      { ...range, date_to: as_of },
      { status: ['synced'], billable: ['true'], with: ['account'] },
    )
    const filters = drill && both(drill.filters, daysAgo(name, as_of))
    return filters && { ...drill, filters }
  },
  narrows: (key, asked, facts) => {
    const { group, query, today } = asked
    if (group === 'age' && key) return { 'time-entries': daysAgo(key, query.date_to ?? today) }
    if (group === 'owner' && key === unseen) return {}
    if (group === 'owner' && key !== undefined)
      return { 'time-entries': key === null ? { without: ['owner'] } : { owner_id: [key] } }
    return timeNarrows(
      key,
      asked,
      facts.some(({ placed }) => placed),
    )
  },
  rules: (asked) => [
    'Billable time on accounts and deals that stands on no invoice. Nothing is invoiced yet, so all of it.',
    'An hour is worth the budget of its deal, else its value, by its planned hours; else what the deals of the account bring together for an hour.',
    `Ages are counted in days back from ${asked.query.date_to ?? asked.today}. Each place and age is rounded once.`,
    ...(asked.group === 'person'
      ? [
          'What people share a place and an age is rounded for each of them, so that rows may differ from their sum by some cents.',
        ]
      : []),
    `Converted at the rates of ${asked.query.date_to ?? asked.today}, or of the last day before it that has one.`,
    ...timeRules,
  ],
  leftOut: (asked) => [...scoped(asked, 'reports:read', 'hours'), ...withoutValues(asked)],
}
