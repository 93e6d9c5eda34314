import { hours, number, words } from '../ui/formats.tsx'
import type { Import } from './calls.ts'

/** What a run would do, or did: every entry and every second accounted for. */
export function ImportReport({ data: { status, report } }: { data: Import }) {
  if (!report) return null
  const { counts } = report
  return (
    <div className="flex flex-col gap-3">
      <p className="text-section">
        {status === 'done' ? 'Imported' : 'The file holds'} {report.entries} entries, {hours(report.seconds)} h (
        {number(report.seconds)} s, {(report.seconds / 3_600).toFixed(4)} h)
      </p>
      <dl className="grid max-w-md grid-cols-2 gap-1">
        {Object.entries(counts).map(([name, count]) => (
          <div key={name} className="contents">
            <dt className="text-text-3">{status === 'done' ? words(name) : `Would be ${name}`}</dt>
            <dd>{count}</dd>
          </div>
        ))}
        <dt className="text-text-3">With a place</dt>
        <dd>{report.placed}</dd>
        <dt className="text-text-3">Waiting for review</dt>
        <dd>{report.waiting}</dd>
      </dl>
      {report.people.some(({ ref }) => ref !== '') && (
        <ul aria-label="People" className="text-text-2">
          {report.people.map(({ ref, name, new: isNew, user_id, entries, seconds }) => (
            <li key={ref}>
              {ref || 'You'}: {entries} entries, {hours(seconds)} h{' '}
              {isNew
                ? `· new in Daybook, recorded as ${name} without a sign-in`
                : user_id
                  ? `· ${name ?? 'chosen'}`
                  : '· left out'}
            </li>
          ))}
        </ul>
      )}
      {report.notes.map((note) => (
        <p key={note} className="text-text-2">
          {note}
        </p>
      ))}
      {report.problems.length > 0 && (
        <details>
          <summary>{report.problems.length} remarks</summary>
          <ul className="max-h-60 overflow-y-auto text-text-2" tabIndex={0}>
            {report.problems.map(({ line, code, message }, index) => (
              <li key={`${line}${code}${index}`}>{message}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
