import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef, type ReactNode } from 'react'
import { sumByCurrency } from '../../domain/money.ts'
import type { DayRange } from '../../domain/periods.ts'
import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { periodOptions, useDays } from '../layout/DateRange.tsx'
import { PageHeader } from '../layout/PageHeader.tsx'
import { waitingQuery } from '../layout/Shell.tsx'
import { reviewPath } from '../paths.ts'
import { Bars } from '../ui/Bars.tsx'
import { SelectField } from '../ui/controls.tsx'
import { Day, Duration, Money, hours, money, number, words } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { Checklist, checklistQuery } from './Checklist.tsx'

export default function DashboardPage() {
  const { search, set } = useAddress()
  const days = useDays(search, 'last_30_days')
  return (
    <>
      <PageHeader title="Dashboard">
        <SelectField
          label="Period"
          hideLabel
          value={search['period'] ?? 'last_30_days'}
          onChange={(event) => set({ period: event.target.value })}
          options={periodOptions}
        />
      </PageHeader>
      {useIsHere(days) ? <Figures days={days} /> : <Loading />}
    </>
  )
}

function Figures({ days }: { days: Partial<DayRange> }) {
  const me = useMe()
  return (
    <>
      <Checklist />
      <section aria-label="Key figures" className="flex flex-wrap gap-3">
        {me.can('deals:read') && me.can('values:read') && <OpenPipeline />}
        {me.can('reports:read') && <HoursWorked days={days} />}
        {me.can('time:read') && <Waiting />}
      </section>
      {me.can('deals:read') && <Pipeline />}
      {me.can('reports:read') && <Hours days={days} />}
    </>
  )
}

/** Whether everything was answered once: what comes later would push away what one is reading. */
function useIsHere(days: Partial<DayRange>): boolean {
  const me = useMe()
  const isHere = useRef(false)
  const loads = [
    useQuery(checklistQuery(me.preferences.checklist !== 'dismissed')),
    useQuery({ ...pipelineQuery, enabled: me.can('deals:read') }),
    useQuery({ ...hoursQuery(days), enabled: me.can('reports:read') }),
    useQuery({ ...waitingQuery, enabled: me.can('time:read') }),
  ].some(({ isLoading }) => isLoading)
  isHere.current ||= !loads
  return isHere.current
}

const Tile = ({ title, children, note }: { title: ReactNode; children: ReactNode; note?: string }) => (
  <div className="flex min-w-52 flex-1 flex-col gap-1 rounded-card border border-border bg-surface p-4">
    <p className="text-meta text-text-3">{title}</p>
    <p className="text-page font-semibold">{children}</p>
    {note && <p className="text-meta text-text-3">{note}</p>}
  </div>
)

const pipelineQuery = {
  queryKey: ['reports', 'pipeline'],
  queryFn: () => api.get('/reports/pipeline', { query: { group_by: 'stage' } }),
}
const hoursQuery = (days: Partial<DayRange>) => ({
  queryKey: ['reports', 'time', days],
  queryFn: () => api.get('/reports/time-per-deal', { query: { ...days, limit: 8 } }),
})

function OpenPipeline() {
  const { data } = useQuery(pipelineQuery)
  const open = data?.data.filter(({ stage }) => stage === 'prospecting' || stage === 'negotiation')
  if (!open) return <Tile title="Open pipeline">…</Tile>
  const total = sumByCurrency(open.flatMap(({ value }) => value))
  const weighted = sumByCurrency(open.flatMap(({ weighted_value }) => weighted_value))
  const deals = open.reduce((sum, stage) => sum + stage.deals, 0)
  return (
    <Tile title={`Open pipeline, ${deals} deals, now`} note={`weighted ${weighted.map(money).join(' · ') || 'none'}`}>
      <Money values={total} />
    </Tile>
  )
}

function HoursWorked({ days }: { days: Partial<DayRange> }) {
  const { data } = useQuery(hoursQuery(days))
  if (!data) return <Tile title="Hours worked">…</Tile>
  const { seconds, entries } = data.totals.all
  return (
    <Tile
      title={
        <>
          Hours, <Day date={data.date_from} /> to <Day date={data.date_to} />
        </>
      }
      note={`in ${number(entries)} ${entries === 1 ? 'entry' : 'entries'}`}
    >
      <Duration seconds={seconds} />
    </Tile>
  )
}

function Pipeline() {
  const me = useMe()
  const { data, error, refetch } = useQuery(pipelineQuery)
  if (error) return <ErrorNote error={error} retry={() => void refetch()} />
  if (!data) return <Loading rows={2} />
  return (
    <section aria-label="Pipeline by stage" className="flex flex-col gap-2">
      <h2 className="text-section font-semibold">Pipeline by stage</h2>
      <div className="flex flex-wrap gap-3">
        {data.data.map(({ stage, deals, value, weighted_value, tracked_seconds }) => (
          <Link
            key={stage}
            to="/deals"
            search={{ stage }}
            className="flex min-w-52 flex-1 flex-col gap-1 rounded-card border border-border bg-surface p-4 hover:bg-sunken"
          >
            <span className="text-meta text-text-3">
              {words(stage)} · {deals} {deals === 1 ? 'deal' : 'deals'}
            </span>
            {me.can('values:read') && (
              <span className="font-semibold">
                <Money values={value} />
              </span>
            )}
            {me.can('values:read') && (stage === 'prospecting' || stage === 'negotiation') && (
              <span className="text-meta text-text-2">
                weighted <Money values={weighted_value} />
              </span>
            )}
            <span className="text-meta text-text-2">{hours(tracked_seconds)} h worked</span>
          </Link>
        ))}
      </div>
      {me.can('values:read') && (
        <p className="text-meta text-text-3">Currencies are shown beside each other and never added.</p>
      )}
    </section>
  )
}

function Hours({ days }: { days: Partial<DayRange> }) {
  const { data, error, refetch } = useQuery(hoursQuery(days))
  if (error) return <ErrorNote error={error} retry={() => void refetch()} />
  if (!data) return <Loading rows={6} />
  const { totals, other } = data
  const bars = data.data.map(({ deal_name, account_name, seconds }) => ({
    label: deal_name ?? 'No deal chosen',
    detail: account_name ?? '',
    seconds,
  }))
  const rest = [
    { label: `${other.deals} more deals and accounts`, seconds: other.seconds },
    { label: 'Internal', seconds: totals.internal.seconds },
    { label: 'Waiting for review', seconds: totals.waiting.seconds },
  ].filter(({ seconds }) => seconds > 0)
  return (
    <>
      <section aria-label="Hours" className="flex flex-wrap gap-3">
        <Tile title="On deals" note={`${hours(totals.on_deals.billable_seconds)} billable`}>
          <Duration seconds={totals.on_deals.seconds} />
        </Tile>
        <Tile title="On accounts, no deal chosen">
          <Duration seconds={totals.on_accounts.seconds} />
        </Tile>
        <Tile title="Internal">
          <Duration seconds={totals.internal.seconds} />
        </Tile>
        <Tile title="Waiting for review">
          <Duration seconds={totals.waiting.seconds} />
        </Tile>
      </section>
      <Bars title="Where did the hours go?" bars={bars} rest={rest} />
      <p className="text-meta text-text-3">{data.rules.join(' ')}</p>
    </>
  )
}

function Waiting() {
  const { data } = useQuery(waitingQuery)
  if (!data) return <Tile title="Waiting for review, now">…</Tile>
  if (data.total === 0)
    return (
      <Tile title="Waiting for review, now" note="Every hour has its place.">
        Nothing
      </Tile>
    )
  return (
    <Tile title="Waiting for review, now" note={`${hours(data.total_seconds)} h without a place`}>
      <Link
        to={reviewPath}
        search={{ whose: 'all' }}
        className="inline-flex min-h-(--control) items-center text-accent-text underline"
      >
        Review {data.total} {data.total === 1 ? 'entry' : 'entries'}
      </Link>
    </Tile>
  )
}
