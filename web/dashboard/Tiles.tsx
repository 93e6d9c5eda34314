/** The figures of the first row: each says its period, what it is compared with, and opens the rows behind it. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { changeInPercent, type Decided } from '../../domain/dashboard.ts'
import type { Scope } from '../../domain/permissions.ts'
import { perHour, sumByCurrency } from '../../domain/money.ts'
import { useMe } from '../data/me.ts'
import { queueOf, reviewPath, timePath } from '../paths.ts'
import { Day, Duration, Money, hours, money, number } from '../ui/formats.tsx'
import type { Dashboard, Whose } from './calls.ts'

type Props = { shown: Dashboard; whose: Whose }

export function Tiles({ shown, whose }: Props) {
  const me = useMe()
  return (
    <section aria-label="Key figures" className="grid grid-cols-[repeat(auto-fit,minmax(13rem,1fr))] gap-3">
      {shown.pipeline && me.can('values:read') && <OpenPipeline shown={shown} whose={whose} />}
      {shown.decided && me.can('values:read') && <Won shown={shown} whose={whose} />}
      <HoursWorked shown={shown} whose={whose} />
      {shown.decided && me.can('values:read') && <RevenuePerHour decided={shown.decided} />}
      {me.can('time:read') && (
        <Waiting waiting={shown.waiting} scope={whose.owner_id ? 'own' : me.permissions['time:read']} />
      )}
    </section>
  )
}

type TileProps = { title: ReactNode; children: ReactNode; notes?: (string | null)[]; link?: ReactNode }
export const Tile = ({ title, children, notes = [], link }: TileProps) => (
  <div className="relative flex min-w-0 flex-col gap-1 rounded-card border border-border bg-surface p-4 has-[a:hover]:bg-sunken">
    <p className="text-meta text-text-3">{title}</p>
    <p className="text-page font-semibold">{children}</p>
    {notes
      .filter((note) => note !== null)
      .map((note) => (
        <p key={note} className="text-meta text-text-2">
          {note}
        </p>
      ))}
    {link}
  </div>
)
/** The link covers the tile: one target, named by what it opens. */
const covering = 'text-meta text-accent-text underline after:absolute after:inset-0 after:content-[""]'

const count = (n: number, noun: string) => `${number(n)} ${noun}${n === 1 ? '' : 's'}`
const Days = ({ date_from, date_to }: { date_from: string; date_to: string }) => (
  <>
    <Day date={date_from} /> to <Day date={date_to} />
  </>
)

function OpenPipeline({ shown: { pipeline }, whose }: Props) {
  const open = pipeline!
  const weighted = sumByCurrency(open.flatMap(({ weighted_value }) => weighted_value))
  const deals = open.reduce((sum, stage) => sum + stage.deals, 0)
  return (
    <Tile
      title="Open pipeline, now"
      notes={[`weighted ${weighted.map(money).join(' · ') || 'none'}`]}
      link={
        <Link to="/deals" search={{ stage: 'prospecting,negotiation', ...whose }} className={covering}>
          {count(deals, 'open deal')}
        </Link>
      }
    >
      <Money values={sumByCurrency(open.flatMap(({ value }) => value))} />
    </Tile>
  )
}

/** Below ten decided deals a rate says nothing (domain rules §12). */
const enough = 10
function winRate({ won, lost }: Decided): string {
  const decided = won + lost
  if (decided < enough) return `${number(won)} won, ${number(lost)} lost`
  return `${Math.round((won / decided) * 100)} % of ${number(decided)} decided were won`
}

function Won({ shown: { date_from, date_to, decided }, whose }: Props) {
  const { now, before } = decided!
  return (
    <Tile
      title={
        <>
          Won, <Days date_from={date_from} date_to={date_to} />
        </>
      }
      notes={[winRate(now), `before: ${sumByCurrency(before.value).map(money).join(' · ') || 'none'}`]}
      link={
        <Link
          to="/deals"
          search={{ stage: 'won', closed_on: `${date_from}..${date_to}`, ...whose }}
          className={covering}
        >
          {count(now.won, 'deal')}
        </Link>
      }
    >
      <Money values={sumByCurrency(now.value)} />
    </Tile>
  )
}

function HoursWorked({ shown: { date_from, date_to, hours: worked }, whose }: Props) {
  const { seconds, billable_seconds, entries } = worked.now.totals.all
  const change = changeInPercent(seconds, worked.before.seconds)
  const share = seconds > 0 ? `${Math.round((billable_seconds / seconds) * 100)} % billable` : null
  return (
    <Tile
      title={
        <>
          Hours, <Days date_from={date_from} date_to={date_to} />
        </>
      }
      notes={[
        share,
        change === null
          ? null
          : `${change > 0 ? '+' : change < 0 ? '−' : ''}${number(Math.abs(change))} % (before: ${hours(worked.before.seconds)})`,
      ]}
      link={
        <Link
          to={timePath}
          search={{ date_from, date_to, ...(whose.owner_id && { user_id: whose.owner_id }) }}
          className={covering}
        >
          {`in ${number(entries)} ${entries === 1 ? 'entry' : 'entries'}`}
        </Link>
      }
    >
      <Duration seconds={seconds} />
    </Tile>
  )
}

function RevenuePerHour({ decided: { now, before } }: { decided: NonNullable<Dashboard['decided']> }) {
  const rates = ({ value }: Decided) => value.flatMap(({ seconds, ...amount }) => perHour(amount, seconds) ?? [])
  const worked = now.value.reduce((sum, { seconds }) => sum + seconds, 0)
  return (
    <Tile
      title="Revenue per hour, of deals won"
      notes={[`${hours(worked)} h worked on them`, `before: ${rates(before).map(money).join(' · ') || 'none'}`]}
    >
      <Money values={rates(now)} />
    </Tile>
  )
}

type WaitingProps = { waiting: Dashboard['waiting']; scope: Scope | undefined }
const Waiting = ({ waiting: { entries, seconds, later_entries, later_seconds }, scope }: WaitingProps) => (
  <Tile
    title="Waiting for review, now"
    notes={[
      entries > 0 ? `${hours(seconds)} h without a place` : later_entries > 0 ? null : 'Every hour has its place.',
      later_entries > 0
        ? `${number(later_entries)} more, ${hours(later_seconds)} h, are put off or still the turn of those who worked them`
        : null,
    ]}
    link={
      entries > 0 && (
        <Link to={reviewPath} search={queueOf(scope)} className={covering}>
          Review {number(entries)} {entries === 1 ? 'entry' : 'entries'}
        </Link>
      )
    }
  >
    {entries === 0 ? 'Nothing' : number(entries)}
  </Tile>
)
