import { useQuery } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { isPhone } from '../layout/screen.ts'
import { day, dayAndMonth, hours, inTicks, today } from '../ui/formats.tsx'
import { StackedBars } from '../ui/StackedBars.tsx'
import { ErrorNote } from '../ui/states.tsx'

/** As many as fit beside each other and can be hit. */
const shown = () => (isPhone() ? 13 : 26)

/** The hours of half a year, week by week; a quarter on a phone. Nothing where there were none. */
export function WeeksOf({ of }: { of: { deal_id: string } | { account_id: string } }) {
  const { week_start } = useMe()
  const query = { ...of, date_to: today(), weeks: shown(), week_start }
  const { data, error, refetch } = useQuery({
    queryKey: ['time', 'weeks', query],
    queryFn: () => api.get('/reports/time-per-week', { query }),
  })
  if (error) return <ErrorNote error={error} retry={() => void refetch()} />
  if (!data || data.parts.length === 0) return null
  const names = { deal: '', no_deal: 'No deal chosen', others: 'All other deals' }
  const parts = data.parts.map(({ kind, deal_id, deal_name }) => ({
    key: deal_id ?? kind,
    name: deal_name ?? names[kind],
    rest: kind === 'others',
  }))
  const bars = data.data.map(({ week, seconds }) => ({
    key: week,
    label: `Week of ${day(week)}`,
    short: dayAndMonth(week),
    sizes: seconds,
    said: seconds.map(hours),
    whole: inHours(seconds.reduce((sum, part) => sum + part, 0)),
  }))
  return (
    <StackedBars
      title="How many hours a week?"
      unit="Week"
      measure="hours"
      sayTick={inTicks('hours')}
      parts={parts}
      bars={bars}
      latestFirst
    />
  )
}

const inHours = (seconds: number) => (seconds === 0 ? 'no time' : `${hours(seconds)} h`)
