/** From the JSON of a deal to its columns: money becomes an amount and a currency, checked against ISO 4217. */
import type { DealInput, DealPatch } from '#domain/deals.ts'
import { normalizeMoney } from '#domain/money.ts'
import type { Money } from '#domain/shapes.ts'
import { invalid } from '#server/platform/errors.ts'
import type { DealFields } from './queries.ts'

/** @throws Problem 422 naming the field whose amount or currency does not fit */
export function columnsOf({ value, budget_money, ...fields }: DealInput | DealPatch): Partial<DealFields> {
  const worth = value === undefined ? undefined : checked(value, '/value')
  const budget = budget_money === undefined ? undefined : checked(budget_money, '/budget_money')
  return {
    ...fields,
    ...(worth !== undefined && { value: worth?.amount ?? null, currency: worth?.currency ?? null }),
    ...(budget !== undefined && { budget_money: budget?.amount ?? null, budget_currency: budget?.currency ?? null }),
  }
}

function checked(money: Money | null, pointer: string): Money | null {
  if (money === null) return null
  const result = normalizeMoney(money)
  if ('fault' in result) throw invalid(pointer, result.fault.code, result.fault.message)
  if (result.money.amount.startsWith('-')) throw invalid(pointer, 'negative', 'The amount must not be negative.')
  return result.money
}
