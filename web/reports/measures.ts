/** What of a report can be drawn: each column of figures, and of money each currency by itself. */
import type { Cells, ReportColumn, ReportTable } from '../../domain/report-tables.ts'
import { minorDigits } from '../../domain/money.ts'
import { hours, money, number } from '../ui/formats.tsx'
import type { Unit } from '../ui/scales.ts'
import { usual } from './drawn.ts'
import { asMoney, isText, said } from './words.ts'

export type Measure = {
  /** Stands in the address: the column, and the currency after a point. */
  key: string
  label: string
  unit: Unit
  currency: string
  /** Null: there is none, or too few to say. */
  size: (cells: Cells) => number | null
  say: (cells: Cells) => string
}

const units = { seconds: 'hours', count: 'count', percent: 'percent', days: 'days', converted: 'money' } as const

export function measuresOf({ columns, base_currency, total, data }: ReportTable): Measure[] {
  const measures = columns
    .filter((column) => !isText(column))
    .flatMap((column) =>
      column.type === 'money'
        ? inEach(column, [total.cells, ...data.map(({ cells }) => cells)])
        : [one(column, base_currency)],
    )
  const isTwice = ({ label }: Measure) => measures.filter((other) => other.label === label).length > 1
  return measures.map((measure) =>
    measure.unit === 'percent' && isTwice(measure) ? { ...measure, label: `${measure.label}, %` } : measure,
  )
}

/** Sums of several currencies made one are only about so much. */
export const labelOf = ({ label, type }: Pick<ReportColumn, 'label' | 'type'>, base_currency: string) =>
  type === 'converted' ? `${label}, ≈ ${base_currency}` : label

function one(column: ReportColumn, base_currency: string): Measure {
  const { key, type } = column
  return {
    key,
    label: labelOf(column, base_currency),
    unit: units[type as keyof typeof units],
    currency: type === 'converted' ? base_currency : '',
    size: (cells) =>
      type === 'converted' ? amountIn(cells, key, base_currency) : ((cells[key] ?? null) as number | null),
    say: (cells) => said(type, cells[key]),
  }
}

/** One measure a currency that occurs: they are never on one axis. */
function inEach({ key, label }: ReportColumn, all: Cells[]): Measure[] {
  const currencies = new Set(all.flatMap((cells) => asMoney(cells[key]).map(({ currency }) => currency)))
  return [...currencies].sort().map((currency) => ({
    key: `${key}.${currency}`,
    label: `${label} in ${currency}`,
    unit: 'money',
    currency,
    size: (cells) => amountIn(cells, key, currency),
    say: (cells) => {
      const found = asMoney(cells[key]).find((amount) => amount.currency === currency)
      return found ? money(found) : '–'
    },
  }))
}

function amountIn(cells: Cells, key: string, currency: string): number | null {
  const found = asMoney(cells[key]).find((amount) => amount.currency === currency)
  return found ? Number(found.amount) : null
}

/** The one of the address, else the one the report is about, else the first; one that cannot be drawn, as where no rate is known, only on request. */
export function chosenMeasure(table: ReportTable, key: string | undefined): Measure | undefined {
  const all = measuresOf(table)
  const asked = all.find((measure) => measure.key === key)
  const [own, ...others] = all.toSorted((a, b) => Number(isUsual(b, table)) - Number(isUsual(a, table)))
  return asked ?? [own, ...others].find((measure) => measure && isDrawn(measure, table)) ?? own
}
const isUsual = ({ key }: Measure, { report }: ReportTable) => key === usual[report]

/** Whether there is something to draw; of steps that go on from each other none may be missing. */
export const isDrawn = ({ size }: Measure, { data, group_by }: ReportTable): boolean => {
  const has = ({ cells }: ReportTable['data'][number]) => size(cells) !== null
  return group_by === 'step' ? data.every(has) : data.some(has)
}

/** A part of a figure, as the figure itself is said. */
export function sayAmount({ unit, currency }: Measure, size: number): string {
  if (unit === 'money') return money({ amount: size.toFixed(minorDigits(currency) ?? 2), currency })
  return unit === 'hours' ? hours(size) : number(size)
}
