/** The rates of the days on which deals were decided: rows are put in order by what they are worth before they leave the database. */
import { all, sql, type RawBuilder } from '#server/platform/database.ts'
import { closedDay, closedIn, dealWhere } from './deal-groups.ts'
import { exchangeOn, factorRows, type Exchange } from './exchange.ts'
import type { Asked, Range } from './kind.ts'

/** `factors`: `rates` as `factorRows` has it. */
type ClosingRates = { exchange: Exchange; factors: RawBuilder<unknown> }

export async function closingRates(
  asked: Asked,
  range: Range,
  stages: readonly ('won' | 'lost')[],
): Promise<ClosingRates> {
  const { actor, base, db } = asked
  const { rows } = await sql<{ currency: string; on: string }>`
    select distinct d.currency, ${closedDay(actor)}::text as "on"
    from deals d
    where ${all(sql`d.stage in (${sql.join(stages)}) and d.currency <> ${base}`, closedIn(actor, range), dealWhere(asked))}
  `.execute(db)
  const exchange = await exchangeOn(db, base, rows)
  return { exchange, factors: factorRows(exchange, rows) }
}
