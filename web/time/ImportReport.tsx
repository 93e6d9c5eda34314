import { Link } from '@tanstack/react-router'
import { countOf } from '../layout/useDeeds.ts'
import { quarantinePath } from '../paths.ts'
import { hours, number } from '../ui/formats.tsx'
import type { Import } from './calls.ts'

type Report = NonNullable<Import['report']>

/** What each count means; those of nothing are left out. */
const meanings: [keyof Report['counts'], string][] = [
  ['created', 'New'],
  ['updated', 'Here already, and longer now'],
  ['duplicate', 'Here already'],
  ['conflict', 'Here already, but different: left as they are'],
  ['quarantined', 'Kept aside, to be looked at'],
  ['private', 'Kept out by their person'],
  ['rejected', 'Refused'],
  ['skipped', 'Left out'],
]

/** How many entries a run adds or changes. */
export const writesOf = ({ counts: { created, updated, quarantined } }: Report) => created + updated + quarantined

/** What a run would do, or did: every entry and every second accounted for. */
export function ImportReport({ data: { status, report } }: { data: Import }) {
  if (!report) return null
  const { counts, placed, waiting } = report
  const told = meanings.filter(([name]) => counts[name] > 0)
  const isDone = status === 'done' || status === 'undone'
  return (
    <div className="flex flex-col gap-3">
      <div>
        <p className="text-section">
          {isDone
            ? `Imported ${countOf(writesOf(report), 'entry')}`
            : `The file holds ${countOf(report.entries, 'entry')}, ${hours(report.seconds)} h`}
        </p>
        <p className="text-meta text-text-3">
          {isDone && `The file held ${countOf(report.entries, 'entry')}, `}
          {number(report.seconds)} s, {(report.seconds / 3_600).toFixed(4)} h.
          {!isDone && ' Nothing is written yet.'}
        </p>
      </div>
      {told.length > 0 && (
        <dl className="grid max-w-md grid-cols-[1fr_auto] gap-x-6 gap-y-1">
          {told.map(([name, meaning]) => (
            <div key={name} className="contents">
              <dt className="text-text-2">
                {isDone && name === 'quarantined' ? (
                  <Link to={quarantinePath} className="text-accent-text underline">
                    {meaning}
                  </Link>
                ) : (
                  meaning
                )}
              </dt>
              <dd className="text-right tabular-nums">{number(counts[name])}</dd>
            </div>
          ))}
        </dl>
      )}
      {placed + waiting > 0 && (
        <p className="text-text-2">
          Of those that count, {number(placed)} {isDone ? 'have' : 'would have'} a place and {number(waiting)}{' '}
          {isDone ? 'wait' : 'would wait'} for review.
        </p>
      )}
      {report.people.some(({ ref }) => ref !== '') && (
        <ul aria-label="People" className="wrap-anywhere text-text-2">
          {report.people.map(({ ref, name, new: isNew, user_id, entries, seconds }) => (
            <li key={ref}>
              {ref || 'Without a name'}: {countOf(entries, 'entry')}, {hours(seconds)} h{' '}
              {isNew
                ? `· new in Daybook, recorded as ${name} without a sign-in`
                : user_id
                  ? `· ${name ?? 'chosen'}`
                  : ref === ''
                    ? ''
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
          <summary>{countOf(report.problems.length, 'remark')}</summary>
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
