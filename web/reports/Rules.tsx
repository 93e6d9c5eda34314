/** How it was counted, beside the figures wherever they go: on screen and on paper. */
import type { ReportColumn, ReportTable } from '../../domain/report-tables.ts'
import { Day } from '../ui/formats.tsx'
import { daysWords, inWords } from './periods.ts'

export function Rules({ table: { date_from, date_to, narrowed_by, rules, columns, rates } }: { table: ReportTable }) {
  const defined = new Set(columns.flatMap(({ label, definition }) => (definition ? [`${label}: ${definition}`] : [])))
  return (
    <section aria-labelledby="rules" className="flex flex-col gap-2 text-meta text-text-2">
      <h2 id="rules" className="font-medium text-text">
        How this is counted
      </h2>
      <ul className="flex list-disc flex-col gap-0.5 pl-4">
        <li>{counted({ date_from, date_to })}</li>
        {narrowed_by.map((words) => (
          <li key={words}>{words}</li>
        ))}
        {rules.map((rule) => (
          <li key={rule}>{inWords(rule)}</li>
        ))}
        {unlisted(columns) && <li className="print:hidden">{unlisted(columns)}</li>}
        {[...defined].map((definition) => (
          <li key={definition}>{definition}</li>
        ))}
        {rates.map(({ base, currency, rate, day_from, day_to, source }) => (
          <li key={`${base} ${currency} ${day_from} ${source}`}>
            {rate === null ? `${base} to ${currency} at the rates from ` : `1 ${base} = ${rate} ${currency}, `}
            <Day date={day_from} />
            {day_to !== day_from && (
              <>
                {' '}
                to <Day date={day_to} />
              </>
            )}{' '}
            ({source})
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What was counted and stands in no list is said, so that nobody looks for its link. */
function unlisted(columns: ReportColumn[]): string | null {
  const names = new Set(columns.filter(({ drill }) => drill === null).map(({ label }) => label))
  return names.size > 0 ? `No list has just the rows behind: ${[...names].join(' · ')}.` : null
}

/** A period like "last 30 days" is other days tomorrow. */
const counted = (days: Pick<ReportTable, 'date_from' | 'date_to'>) =>
  days.date_from || days.date_to ? `The days counted: ${daysWords(days)}.` : 'All days are counted.'
