import { Link } from '@tanstack/react-router'
import type { DataClass, Due as DueType, MonthHold } from '../../domain/retention.ts'
import { approvalsPath, quarantinePath, reviewPath } from '../paths.ts'
import { day, monthName, moment, number } from '../ui/formats.tsx'

/** What it is, and what becomes of it. */
const loses: Record<DataClass, (count: number) => [what: string, loss: string]> = {
  evidence: (count) =>
    count === 1 ? ['entry', 'loses its title, address and app'] : ['entries', 'lose their titles, addresses and apps'],
  time_entries: (count) => (count === 1 ? ['entry', 'goes'] : ['entries', 'go']),
  ledger: (count) => (count === 1 ? ['change', 'loses what it says'] : ['changes', 'lose what they say']),
}
const people = (count: number) => (count === 1 ? '1 person' : `${number(count)} people`)

/** One sentence with the count, whose it is and when. */
export function lossInWords(of: DataClass, { count, more, people: whose, before, next_run_at }: DueType): string {
  const when = next_run_at === null ? '' : moment(next_run_at)
  if (count === 0) return `The next run, on ${when}, finds nothing that old.`
  const [what, loss] = loses[of](count)
  const many = `${more ? 'At least ' : ''}${number(count)} ${what} of ${people(whose)} ${loss}`
  return `${many}: everything from before ${day(before!)}. Next run: ${when}.`
}

const holdWords: Record<MonthHold, { text: string; to: string }> = {
  waiting: { text: 'stays: time in it waits to be placed', to: reviewPath },
  aside: { text: 'stays: time in it is kept aside', to: quarantinePath },
  approved: { text: 'stays: weeks in it are approved', to: approvalsPath },
}

/** What the next run takes, or would. */
export function Due({ of, due, would }: { of: DataClass; due: DueType; would: boolean }) {
  if (due.before === null) return <p role="status">Nothing is removed.</p>
  const held = due.months.filter(({ hold }) => hold !== null)
  return (
    <div role="status" className="flex flex-col gap-2 rounded-card bg-sunken p-3">
      <p>
        {would && <span className="font-medium">If you save it: </span>}
        {lossInWords(of, due)}
      </p>
      {due.months.length > 0 && (
        <details>
          <summary className="py-0.5 font-medium max-md:py-3">
            {number(due.months.length - held.length)} months go, {number(held.length)} stay
          </summary>
          <ul className="flex max-h-72 flex-col overflow-y-auto pt-1" tabIndex={0} aria-label="Months that are over">
            {due.months.map(({ month, entries, hold }) => (
              <li key={month} className="flex flex-wrap justify-between gap-x-3 border-t border-border py-1.5">
                <span>{monthName(month)}</span>
                <span className="text-text-2 tabular-nums">
                  {number(entries)} {entries === 1 ? 'entry' : 'entries'}
                  {hold && (
                    <>
                      {' · '}
                      <Link to={holdWords[hold].to} className="text-accent-text underline">
                        {holdWords[hold].text}
                      </Link>
                    </>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
