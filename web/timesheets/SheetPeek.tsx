import { Link } from '@tanstack/react-router'
import { isOwnAlone } from '../../domain/approvals.ts'
import { useMe } from '../data/me.ts'
import { useRecord } from '../layout/useRecord.tsx'
import { reviewPath, timePath } from '../paths.ts'
import { hours, When, words } from '../ui/formats.tsx'
import { Facts } from '../ui/Panel.tsx'
import { Approving } from './Approving.tsx'
import { daysOf, getSheet, unusual, whyNot, type Sheet } from './calls.ts'
import { GiveBack } from './GiveBack.tsx'
import { StateBadge } from './parts.tsx'

/** One week: what it is on, what to look at, what can be decided, what was. */
export function SheetPeek({ id, done }: { id: string; done: () => void }) {
  const me = useMe()
  const { record: sheet, instead } = useRecord('timesheets', id, getSheet)
  if (!sheet) return instead
  const decides = me.can('time:approve') && !isOwnAlone(sheet, me)
  return (
    <>
      <Facts
        facts={[
          ['Person', sheet.user_name],
          ['Week', daysOf(sheet)],
          ['State', <StateBadge state={sheet.state} />],
          ...(sheet.decided_by_name ? [['Decided by', sheet.decided_by_name] satisfies [string, string]] : []),
          ...(sheet.reason ? [['Reason', sheet.reason] satisfies [string, string]] : []),
          ['Placed', <Placed sheet={sheet} />],
          ['Waiting for review', <Waiting sheet={sheet} />],
          ['Kept aside', hours(sheet.quarantined_seconds)],
        ]}
      />
      {decides && sheet.state === 'submitted' && <Decide sheet={sheet} done={done} />}
      {decides && sheet.state === 'approved' && (
        <div className="flex">
          <GiveBack way="reopen" sheet={sheet} done={done} />
        </div>
      )}
      {!decides && me.can('time:approve') && (
        <p className="text-text-2">Nobody decides about their own week. An admin does.</p>
      )}
      <WorkedOn sheet={sheet} />
      <Link
        to={timePath}
        search={{ user_id: sheet.user_id, date_from: sheet.week, date_to: sheet.last_day } as never}
        className="text-accent-text underline"
      >
        Open its entries
      </Link>
      <section aria-label="What happened">
        <h3 className="font-semibold">What happened</h3>
        <ol className="mt-1 flex flex-col gap-1">
          {sheet.steps.map(({ step, actor_name, reason, seconds, happened_at }) => (
            <li key={happened_at + step}>
              {words(step)} by {actor_name ?? 'somebody who is gone'}, {hours(seconds)} placed
              {reason && <>: “{reason}”</>}
              <span className="block text-meta text-text-3">
                <When instant={happened_at} />
              </span>
            </li>
          ))}
        </ol>
      </section>
    </>
  )
}

const Placed = ({ sheet }: { sheet: Sheet }) => (
  <>
    {hours(sheet.placed_seconds)}
    {sheet.usual_seconds !== null && (
      <span className="text-text-2"> · {unusual(sheet) ?? `as usual, ${hours(sheet.usual_seconds)} a week`}</span>
    )}
  </>
)

const Waiting = ({ sheet: { waiting_seconds, user_id } }: { sheet: Sheet }) =>
  waiting_seconds === 0 ? (
    <>nothing</>
  ) : (
    <Link to={reviewPath} search={{ user_id } as never} className="text-accent-text underline">
      {hours(waiting_seconds)}
    </Link>
  )

function Decide({ sheet, done }: { sheet: Sheet; done: () => void }) {
  const me = useMe()
  const reason = whyNot(sheet, me)
  return (
    <div className="flex flex-col gap-2">
      {sheet.changed && (
        <p className="rounded-card bg-warning-soft p-2 text-warning">Something was changed since it was submitted.</p>
      )}
      {reason && <p className="text-text-2">{reason}</p>}
      <div className="flex flex-wrap gap-2">
        <Approving sheets={[sheet]} done={done} quiet />
        <GiveBack way="deny" sheet={sheet} done={done} />
      </div>
    </div>
  )
}

function WorkedOn({ sheet: { worked_on, placed_seconds } }: { sheet: Sheet }) {
  const rest_seconds = placed_seconds - worked_on.reduce((total, { seconds }) => total + seconds, 0)
  return (
    <table aria-label="Hours by deal" className="w-full border-collapse">
      <thead>
        <tr className="text-meta text-text-2">
          <th scope="col" className="py-1 text-left font-medium">
            On
          </th>
          <th scope="col" className="py-1 text-right font-medium">
            Hours
          </th>
        </tr>
      </thead>
      <tbody>
        {worked_on.map(({ deal_id, deal_name, account_id, account_name, seconds }) => (
          <tr key={deal_id ?? account_id ?? 'internal'} className="border-t border-border">
            <th scope="row" className="py-1 text-left font-normal wrap-anywhere">
              {deal_name ?? account_name ?? 'Internal work'}
              {deal_name && <span className="block text-meta text-text-2">{account_name}</span>}
            </th>
            <td className="py-1 text-right tabular-nums">{hours(seconds)}</td>
          </tr>
        ))}
        {rest_seconds > 0 && (
          <tr className="border-t border-border">
            <th scope="row" className="py-1 text-left font-normal">
              All else
            </th>
            <td className="py-1 text-right tabular-nums">{hours(rest_seconds)}</td>
          </tr>
        )}
        {worked_on.length === 0 && (
          <tr className="border-t border-border">
            <td colSpan={2} className="py-2 text-text-2">
              Nothing is placed in this week.
            </td>
          </tr>
        )}
      </tbody>
    </table>
  )
}
