import { sayDays } from '../../domain/periods.ts'
import { day } from '../ui/formats.tsx'

/** As in 1 Sept 2026 to 30 Sept 2026. */
export const periodWords = ({ date_from, date_to }: { date_from: string; date_to: string }) =>
  date_from === date_to ? day(date_from) : `${day(date_from)} to ${day(date_to)}`

type Days = { date_from: string | null; date_to: string | null }
/** What figures are of, where either end may be open. */
export function daysWords({ date_from, date_to }: Days): string {
  if (date_from && date_to) return periodWords({ date_from, date_to })
  return date_from ? `from ${day(date_from)} on` : date_to ? `until ${day(date_to)}` : 'all days'
}

/** Days within a sentence as the reader writes them. */
export const inWords = (sentence: string) => sayDays(sentence, day)
