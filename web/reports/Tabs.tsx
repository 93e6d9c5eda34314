/** Which question: a tab a family, and below it the sides one is looked at from. On a telephone one field has them all. */
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { useId } from 'react'
import type { ReportName } from '../../domain/report-tables.ts'
import { reportsPath } from '../paths.ts'
import { familiesOf } from './families.ts'

/** `report` undefined: none of those that are open is looked at. */
type Props = { open: ReadonlySet<string>; report: ReportName | undefined; show: (report: ReportName) => void }

export function ReportTabs({ open, report, show }: Props) {
  const id = useId()
  const families = familiesOf(open)
  const here = families.find(({ reports }) => reports.some((one) => one.report === report))
  return (
    <>
      <nav aria-label="Reports" className="flex flex-col gap-1 max-md:hidden print:hidden">
        <ul className="flex flex-wrap gap-1 border-b border-border">
          {families.map(({ title, reports }) => (
            <li key={title}>
              <Link
                to={reportsPath}
                search={asking(reports[0]!.report)}
                aria-current={title === here?.title ? 'page' : undefined}
                className={clsx(
                  '-mb-px flex min-h-(--control) items-center border-b-2 px-3 hover:bg-sunken',
                  title === here?.title ? 'border-accent font-medium text-text' : 'border-transparent text-text-2',
                )}
              >
                {title}
              </Link>
            </li>
          ))}
        </ul>
        {here && here.reports.length > 1 && (
          <ul className="flex flex-wrap gap-1">
            {here.reports.map((one) => (
              <li key={one.report}>
                <Link
                  to={reportsPath}
                  search={asking(one.report)}
                  aria-current={one.report === report ? 'page' : undefined}
                  className={clsx(
                    'flex min-h-(--control) items-center rounded-card px-3 hover:bg-sunken',
                    one.report === report ? 'bg-sunken font-medium text-text' : 'text-text-2',
                  )}
                >
                  {one.title}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </nav>
      <div className="flex flex-col gap-1 md:hidden print:hidden">
        <label htmlFor={id} className="text-meta font-medium text-text-2">
          Report
        </label>
        <select
          id={id}
          value={report ?? ''}
          onChange={(event) => show(event.target.value as ReportName)}
          className="min-h-(--control) w-full rounded-input border border-border-strong bg-surface px-2"
        >
          {report === undefined && <option value="">Choose a report</option>}
          {families.map(({ title, reports }) =>
            reports.length > 1 ? (
              <optgroup key={title} label={title}>
                {reports.map((one) => (
                  <option key={one.report} value={one.report}>
                    {title}: {one.title}
                  </option>
                ))}
              </optgroup>
            ) : (
              <option key={title} value={reports[0]!.report}>
                {title}
              </option>
            ),
          )}
        </select>
      </div>
    </>
  )
}

/** Whom and which days one asks about stays; how this report was looked at goes. */
export const left = {
  group_by: undefined,
  split_by: undefined,
  measure: undefined,
  sort: undefined,
  rows: undefined,
  view: undefined,
}
const asking = (report: ReportName) => ((before: object) => ({ ...before, ...left, report })) as never
