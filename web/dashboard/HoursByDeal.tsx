/** Where the hours of the period went; the parts always sum to the whole. */
import { Bars } from '../ui/Bars.tsx'
import { hours, number } from '../ui/formats.tsx'
import type { Dashboard } from './calls.ts'

const parts = [{ key: 'hours', name: 'Hours' }]

export function HoursByDeal({ hours: { now } }: { hours: Dashboard['hours'] }) {
  const { totals, other } = now
  const bars = now.data.map(({ deal_id, account_id, deal_name, account_name, seconds }) => ({
    ...barOf(`${deal_id ?? 'none'} ${account_id}`, deal_name ?? 'No deal chosen', seconds),
    detail: account_name ?? '',
  }))
  // a sum of many would dwarf the single ones: figures, and no bar
  const rest = [
    barOf('others', `${other.deals} more deals and accounts`, other.seconds),
    barOf('internal', 'Internal', totals.internal.seconds),
    barOf('waiting', 'Waiting for review', totals.waiting.seconds),
  ].flatMap((bar) => (bar.sizes[0]! > 0 ? [{ ...bar, sizes: [] }] : []))
  return <Bars title="Where did the hours go?" unit="What" measure="Hours" parts={parts} bars={[...bars, ...rest]} />
}

const barOf = (key: string, name: string, seconds: number) => ({
  key,
  name,
  sizes: [seconds],
  said: [hours(seconds)],
  whole: hours(seconds),
  exact: `${number(seconds)} s`,
})
