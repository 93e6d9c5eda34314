/** What is open and what was won as one amount each, converted as the reports on them do: so they come to the same. */
import type { Dashboard } from '#domain/dashboard.ts'
import type { Money } from '#domain/shapes.ts'
import type { Database } from '#server/platform/database.ts'
import type { DecidedRow } from './dashboard-queries.ts'
import { exchangeOn } from './exchange.ts'
import { aboutRates, withoutRates } from './rates-said.ts'

type Worth = { money: Money; on: string }
type Together = NonNullable<Dashboard['together']>
type Worths = { today: string } & Record<keyof Together, Worth[]>

/** What is open is worth what it is today, what was won what it was on its day. */
export function worthsOf(
  { value, weighted_value }: Pick<NonNullable<Dashboard['open']>, 'value' | 'weighted_value'>,
  decided: readonly DecidedRow[],
  today: string,
): Worths {
  const ofToday = (list: Money[]) => list.map((money) => ({ money, on: today }))
  const won = (now: boolean) =>
    decided.flatMap((row) =>
      row.stage === 'won' && row.now === now && row.value ? [{ money: row.value, on: row.on }] : [],
    )
  return { today, open: ofToday(value), weighted: ofToday(weighted_value), won: won(true), won_before: won(false) }
}

export async function convert(
  db: Database,
  base: string,
  { today, open, weighted, won, won_before }: Worths,
): Promise<{ together: Together } & Pick<Dashboard, 'left_out' | 'rules'>> {
  const pairs = [open, won, won_before].flat().map(({ money, on }) => ({ currency: money.currency, on }))
  const exchange = await exchangeOn(db, base, pairs)
  const together = {
    open: exchange.together(open),
    weighted: exchange.together(weighted),
    won: exchange.together(won),
    won_before: exchange.together(won_before),
  }
  return {
    together,
    left_out: withoutRates(exchange, base),
    rules: [
      `Converted into ${base} at the rates of ${today} for what is open and of its day for what was won, or of the last day before it that has one.`,
      ...aboutRates(exchange),
    ],
  }
}
