/** Where the hours of the period went; the parts always sum to the whole. */
import { Link } from '@tanstack/react-router'
import { reportsPath } from '../paths.ts'
import { Bars } from '../ui/Bars.tsx'
import { hours, number } from '../ui/formats.tsx'
import { useFollow } from '../reports/Follow.tsx'
import { periodWords } from '../reports/periods.ts'
import type { Dashboard, Whose } from './calls.ts'
import { useTimeBehind } from './links.ts'

const parts = [{ key: 'hours', name: 'Hours' }]

type Props = { hours: Dashboard['hours']; whose: Whose }

export function HoursByDeal({ hours: { now }, whose }: Props) {
  const { totals, other, date_from, date_to } = now
  const asked = { report: 'time-per-deal', date_from, date_to, user_id: whose.owner_id }
  const behind = useTimeBehind(whose)
  const follow = useFollow()
  const days = { date_from: date_from!, date_to: date_to! }
  const bars = now.data.map(({ deal_id, account_id, deal_name, account_name, seconds }) => ({
    ...barOf(`${deal_id ?? 'none'} ${account_id}`, deal_name ?? 'No deal chosen', seconds),
    href: behind(days, deal_id ? { deal_id } : { account_id: account_id!, without: 'deal' }),
    detail: account_name ?? '',
  }))
  // a sum of many would dwarf the single ones: figures, and no bar
  const rest = [
    barOf('others', `${other.deals} more deals and accounts`, other.seconds),
    {
      ...barOf('internal', 'Internal', totals.internal.seconds),
      href: behind(days, { without: 'account', status: 'synced' }),
    },
    {
      ...barOf('waiting', 'Waiting for review', totals.waiting.seconds),
      href: behind(days, { status: 'unmapped' }),
    },
  ].flatMap((bar) => (bar.sizes[0]! > 0 ? [{ ...bar, sizes: [] }] : []))
  return (
    <Bars
      title="Where did the hours go?"
      unit="What"
      measure="Hours"
      parts={parts}
      note={<p className="text-meta text-text-3">{periodWords(days)}</p>}
      bars={[...bars, ...rest]}
      onOpen={follow}
      below={
        <Link to={reportsPath} search={asked as never} className="text-accent-text underline">
          Open as a report
        </Link>
      }
    />
  )
}

const barOf = (key: string, name: string, seconds: number) => ({
  key,
  name,
  sizes: [seconds],
  said: [hours(seconds)],
  whole: hours(seconds),
  exact: `${number(seconds)} s`,
})
