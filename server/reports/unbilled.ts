/** Billable work that stands on no invoice, by how long ago it was done, as receivables are. */
import { sumByCurrency } from '#domain/money.ts'
import { column, sum, worthTogether, type Kind } from './kind.ts'
import { timeRules } from './recorded-time.ts'
import { scoped, withoutValues } from './scopes.ts'
import { ages, mostUnbilled, unbilledFacts, type Age, type WorkFact } from './unbilled-work.ts'

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
  facts: unbilledFacts,
  find: (asked) =>
    asked.group === 'account' || asked.group === 'deal' ? (range, _, limit) => mostUnbilled(asked, range, limit) : null,
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
