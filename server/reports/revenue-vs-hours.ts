/** What won deals bring for each hour that was worked on them, and which lie above the line. */
import { fromMinor, minorDigits, perHour, scale, sumByCurrency, toMinor } from '#domain/money.ts'
import type { Drill } from '#domain/report-tables.ts'
import type { Money } from '#domain/shapes.ts'
import { sizeOfWorths, worthsOf } from './dated-sums.ts'
import { daysIn, dealByDeal, dealNarrows, dealsBehind } from './deal-drills.ts'
import { dealFilters } from './deal-groups.ts'
import { column, sum, type Asked, type Kind, type Range } from './kind.ts'
import { scoped } from './scopes.ts'
import { readsAllTime } from './time-drills.ts'
import { findHours, type HoursFact } from './won-hours.ts'

const placesOf = (currency: string) => minorDigits(currency) ?? 2

/** Seconds at this price, rounded once to the digits of the currency. */
export function costOf(seconds: number, hour_cost: string, currency: string): Money {
  // six places of a price per hour, as `Hours` allows
  const minor = scale(toMinor(hour_cost, 6) * BigInt(seconds), 10n ** BigInt(placesOf(currency)), 3_600n * 1_000_000n)
  return { amount: fromMinor(minor, placesOf(currency)), currency }
}

/** How long one may work for an amount at this price; null where an hour costs nothing. */
function secondsFor({ amount, currency }: Money, hour_cost: string): number | null {
  const price = toMinor(hour_cost, 6)
  if (price === 0n) return null
  return Number(
    scale(toMinor(amount, placesOf(currency)), 3_600n * 1_000_000n, price * 10n ** BigInt(placesOf(currency))),
  )
}

const minus = ({ amount, currency }: Money, cost: Money): Money => {
  const places = placesOf(currency)
  return { amount: fromMinor(toMinor(amount, places) - toMinor(cost.amount, places), places), currency }
}

/** Of one deal its entries, for who may read all of them; of several the same figure of each. */
export const hoursBehind = (report: Parameters<typeof dealByDeal>[0], asked: Asked, range: Range): Drill | null => {
  if (asked.group !== 'deal') return dealByDeal(report, asked, range)
  return readsAllTime(asked) ? { by: 'time-entries', list: 'time-entries', filters: { status: ['synced'] } } : null
}
const report = 'reports/revenue-vs-hours/table'

export const revenueVsHours: Kind<HoursFact> = {
  report: 'revenue-vs-hours',
  name: 'Revenue vs hours',
  title: () => 'What do won deals bring for each hour?',
  dates: 'the day a deal was won, in the reader’s time zone',
  needs: ['deals:read', 'values:read'],
  groups: ['deal', 'account', 'owner', 'team', 'currency', 'month'],
  filters: [...dealFilters, 'compare', 'hour_cost'],
  columns: ({ query }) => [
    column('deals', 'Won deals', 'count'),
    column('value', 'Revenue', 'money', 'What the deals are worth.'),
    column('converted_value', 'Revenue', 'converted'),
    column('seconds', 'Time worked', 'seconds', 'All time ever placed on the deals, whoever worked it.'),
    column('per_hour', 'Per hour', 'money', 'Revenue by the hours of the deals that have a value, in each currency.'),
    column(
      'converted_per_hour',
      'Per hour',
      'converted',
      'The same, converted. The sum has the average: the line where no cost of an hour is given.',
    ),
    ...(query.hour_cost
      ? [
          column('cost', 'Cost', 'converted', 'Time worked × what an hour costs.'),
          column('margin', 'Margin', 'converted', 'Revenue less cost.'),
          column('break_even', 'Break-even', 'seconds', 'So long one may work until the revenue is used up.'),
        ]
      : []),
    column('without_value', 'Without a value', 'count'),
  ],
  find: findHours({ stages: ['won'], hours: 'seconds', first: 'worth' }),
  cells: (list, exchange, { base, query }) => {
    const valued = list.filter(({ value }) => value !== null)
    const converted = exchange.together(worthsOf(valued))
    const seconds = sum(list, (fact) => fact.seconds)
    const cost = query.hour_cost === undefined ? null : costOf(seconds, query.hour_cost, base)
    const value = sumByCurrency(valued.flatMap(({ value }) => value ?? []))
    return {
      deals: sum(list, ({ deals }) => deals),
      value,
      converted_value: converted,
      seconds,
      per_hour: value.flatMap((money) => {
        const own = sum(valued, (fact) => (fact.value!.currency === money.currency ? fact.seconds : 0))
        return perHour(money, own) ?? []
      }),
      converted_per_hour:
        converted &&
        perHour(
          converted,
          sum(valued, (fact) => fact.seconds),
        ),
      ...(cost && {
        cost,
        margin: converted && minus(converted, cost),
        break_even: converted && secondsFor(converted, query.hour_cost!),
      }),
      without_value: sum(list, ({ value, deals }) => (value ? 0 : deals)),
    }
  },
  order: ({ group }) => (group === 'month' ? null : sizeOfWorths),
  behind: (name, asked, range) => {
    const won = { stage: ['won'], ...daysIn('closed', range) }
    if (['seconds', 'cost', 'margin', 'break_even'].includes(name)) return hoursBehind(report, asked, range)
    if (name === 'without_value') return dealsBehind(asked, { ...won, without: ['value'] })
    return dealsBehind(asked, name === 'deals' ? won : { ...won, with: ['value'] })
  },
  narrows: (key, asked) => ({
    ...dealNarrows(key, asked, 'closed'),
    ...(asked.group === 'deal' && key && { 'time-entries': { deal_id: [key] } }),
  }),
  rules: ({ actor, base, query }) => [
    `Deals count on the day they were won in the time zone ${actor.zone}. Revenue is what they are worth; nothing is invoiced yet.`,
    'Revenue is converted at the rates of the day the deal was won, or of the last day before it that has one.',
    'Hours are all hours ever placed on the deals, whoever worked them. Per hour is rounded once, from whole seconds.',
    ...(query.hour_cost ? [`An hour costs ${query.hour_cost} ${base}, as was asked.`] : []),
  ],
  leftOut: (asked) => scoped(asked, 'deals:read', 'deals'),
}
