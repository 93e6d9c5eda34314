/** Where the hours of the period went; the parts always sum to the whole. */
import { Bars } from '../ui/Bars.tsx'
import type { Dashboard } from './calls.ts'

export function HoursByDeal({ hours: { now } }: { hours: Dashboard['hours'] }) {
  const { totals, other } = now
  const bars = now.data.map(({ deal_name, account_name, seconds }) => ({
    label: deal_name ?? 'No deal chosen',
    detail: account_name ?? '',
    seconds,
  }))
  const rest = [
    { label: `${other.deals} more deals and accounts`, seconds: other.seconds },
    { label: 'Internal', seconds: totals.internal.seconds },
    { label: 'Waiting for review', seconds: totals.waiting.seconds },
  ].filter(({ seconds }) => seconds > 0)
  return <Bars title="Where did the hours go?" bars={bars} rest={rest} />
}
