import type { ReportColumn, ReportTable } from '../../domain/report-tables.ts'
import { labelOf } from './measures.ts'
import { inWords } from './periods.ts'
import { placeOf } from './rows-in-order.ts'

type Heading = { words: string; whole: string | undefined }
/** What stands above a column: of a day, a week or a month in short, and its whole name where one points. */
export function headingOf(column: ReportColumn, { split_by, base_currency, date_from, date_to }: ReportTable): Heading {
  const { key, label } = column
  if (!split_by || !/^\d/.test(key)) return { words: inWords(labelOf(column, base_currency)), whole: undefined }
  const { label: whole, short } = placeOf(split_by, key, { date_from, date_to })
  return { words: short || label, whole }
}
