/** The figures of the first row: each says its period, what it is compared with, and opens the rows behind it. */
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { changeInPercent, type Decided } from '../../domain/dashboard.ts'
import type { Scope } from '../../domain/permissions.ts'
import { perHour, sumByCurrency } from '../../domain/money.ts'
import { useMe } from '../data/me.ts'
import { queueOf, reviewPath } from '../paths.ts'
import { Follow } from '../reports/Follow.tsx'
import { Day, Duration, Money, hours, isLong, money, number } from '../ui/formats.tsx'
import type { Dashboard, Whose } from './calls.ts'
import { Opens } from './Opens.tsx'
import { closedOn, dealsBehind, openWords, reportOf, useTimeBehind, waitingOf } from './links.ts'

type Props = { shown: Dashboard; whose: Whose }

export function Tiles({ shown, whose }: Props) {
  const me = useMe()
  return (
    <section aria-label="Key figures" className="grid grid-cols-[repeat(auto-fit,minmax(min(13rem,100%),1fr))] gap-3">
      {shown.pipeline && me.can('values:read') && <OpenPipeline shown={shown} whose={whose} />}
      {shown.decided && me.can('values:read') && <Won shown={shown} whose={whose} />}
      <HoursWorked shown={shown} whose={whose} />
      {shown.decided && me.can('values:read') && <RevenuePerHour shown={shown} whose={whose} />}
      {me.can('time:read') && (
        <Waiting
          waiting={shown.waiting}
          scope={whose.owner_id === me.id ? 'own' : me.permissions['time:read']}
          other_id={whose.owner_id === me.id ? undefined : whose.owner_id}
        />
      )}
    </section>
  )
}

type Amount = { amount: string; currency: string }
type TileProps = {
  title: ReactNode
  children: ReactNode
  /** What stands large in it, where that is money. */
  values?: Amount[]
  notes?: ReactNode[]
  link?: ReactNode
}
export const Tile = ({ title, children, values = [], notes = [], link }: TileProps) => (
  <div
    className={clsx(
      'relative flex min-w-0 flex-col gap-1 rounded-card border border-border bg-surface p-4 has-[a:hover]:bg-sunken',
      isLong(values.map(money)) && 'md:col-span-2',
    )}
  >
    <p className="text-meta text-text-3">{title}</p>
    <p className="text-page font-semibold wrap-anywhere [&_span]:whitespace-normal">{children}</p>
    {notes.flatMap((note, place) =>
      note === null ? (
        []
      ) : (
        <p key={place} className="text-meta text-text-2">
          {note}
        </p>
      ),
    )}
    {link}
  </div>
)
/** The link covers the tile: one target, named by what it opens. */
const covering = 'text-meta text-accent-text underline after:absolute after:inset-0 after:content-[""]'

const count = (n: number, noun: string, nouns = `${noun}s`) => `${number(n)} ${n === 1 ? noun : nouns}`
const Days = ({ date_from, date_to }: { date_from: string; date_to: string }) => (
  <>
    <Day date={date_from} /> to <Day date={date_to} />
  </>
)

/** What is in several currencies, or in a foreign one, as one amount. */
function asOne(values: Amount[], one: Amount | null | undefined): string | null {
  return !one || values.every(({ currency }) => currency === one.currency) ? null : `≈\u00a0${money(one)}`
}
const inEach = (values: Amount[], one?: Amount | null) => {
  const words = asOne(values, one)
  return `${values.map(money).join(' · ') || 'none'}${words ? ` (${words})` : ''}`
}

function OpenPipeline({ shown: { open, together }, whose }: Props) {
  const report = reportOf('pipeline', whose)
  const { deals, rotting, value, weighted_value } = open!
  return (
    <Tile
      title="Open pipeline, now"
      values={value}
      notes={[
        asOne(value, together?.open) && <Opens href={report}>{asOne(value, together?.open)} together</Opens>,
        `weighted ${inEach(weighted_value, together?.weighted)}`,
        rotting > 0 ? (
          <Opens href={dealsBehind({ ...openWords, rotting: 'true' }, whose)}>{number(rotting)} rotting</Opens>
        ) : null,
      ]}
      link={
        <Follow href={dealsBehind(openWords, whose)} className={covering}>
          {count(deals, 'open deal')}
        </Follow>
      }
    >
      <Money values={value} />
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

function Won({ shown: { date_from, date_to, before: earlier, decided, together }, whose }: Props) {
  const { now, before } = decided!
  const [value, value_before] = [sumByCurrency(now.value), sumByCurrency(before.value)]
  const report = (days: { date_from: string; date_to: string }) => reportOf('win-rate', { ...days, ...whose })
  const closed = (stage: string, days: { date_from: string; date_to: string }) =>
    dealsBehind({ stage, closed_on: closedOn(days) }, whose)
  return (
    <Tile
      values={value}
      title={
        <>
          Won, <Days date_from={date_from} date_to={date_to} />
        </>
      }
      notes={[
        asOne(value, together?.won) && (
          <Opens href={report({ date_from, date_to })}>{asOne(value, together?.won)} together</Opens>
        ),
        <Opens href={closed('won,lost', { date_from, date_to })}>{winRate(now)}</Opens>,
        <Opens href={closed('won', earlier)}>before: {inEach(value_before, together?.won_before)}</Opens>,
      ]}
      link={
        <Follow href={closed('won', { date_from, date_to })} className={covering}>
          {count(now.won, 'deal')}
        </Follow>
      }
    >
      <Money values={value} />
    </Tile>
  )
}

function HoursWorked({ shown: { date_from, date_to, before: earlier, hours: worked }, whose }: Props) {
  const behind = useTimeBehind(whose)
  const me = useMe()
  const { seconds, billable_seconds, entries } = worked.now.totals.all
  const change = changeInPercent(seconds, worked.before.seconds)
  const share = seconds > 0 ? `${Math.round((billable_seconds / seconds) * 100)} % billable` : null
  const href = behind({ date_from, date_to })
  const inEntries = `in ${number(entries)} ${entries === 1 ? 'entry' : 'entries'}`
  return (
    <Tile
      title={
        <>
          Hours, <Days date_from={date_from} date_to={date_to} />
        </>
      }
      notes={[
        share && <Opens href={behind({ date_from, date_to }, { billable: 'true' })}>{share}</Opens>,
        billable_seconds > 0 && me.can('deals:read') && me.can('values:read') ? (
          <Opens href={reportOf('unbilled', { date_from, date_to, user_id: whose.owner_id })}>
            What its unbilled part is worth
          </Opens>
        ) : null,
        change === null ? null : (
          <Opens href={behind(earlier)}>
            {`${change > 0 ? '+' : change < 0 ? '−' : ''}${number(Math.abs(change))} % (before: ${hours(worked.before.seconds)})`}
          </Opens>
        ),
        href ? null : inEntries,
      ]}
      link={
        href && (
          <Follow href={href} className={covering}>
            {inEntries}
          </Follow>
        )
      }
    >
      <Duration seconds={seconds} />
    </Tile>
  )
}

function RevenuePerHour({ shown: { date_from, date_to, before: earlier, decided, together }, whose }: Props) {
  const { now, before } = decided!
  const rates = ({ value }: Decided) => value.flatMap(({ seconds, ...amount }) => perHour(amount, seconds) ?? [])
  const workedOn = ({ value }: Decided) => value.reduce((sum, { seconds }) => sum + seconds, 0)
  const rateOf = (of: Decided, won: Amount | null | undefined) => (won ? perHour(won, workedOn(of)) : null)
  const one = asOne(now.value, rateOf(now, together?.won))
  const report = (days: { date_from: string; date_to: string }) => reportOf('revenue-vs-hours', { ...days, ...whose })
  return (
    <Tile
      values={rates(now)}
      title={
        <>
          Revenue per hour, of deals won <Days date_from={date_from} date_to={date_to} />
        </>
      }
      notes={[
        one && <Opens href={report({ date_from, date_to })}>{one} together</Opens>,
        <Opens href={report(earlier)}>before: {inEach(rates(before), rateOf(before, together?.won_before))}</Opens>,
      ]}
      link={
        <Follow href={report({ date_from, date_to })} className={covering}>
          by {hours(workedOn(now))} h on those with a value
        </Follow>
      }
    >
      <Money values={rates(now)} />
    </Tile>
  )
}

/** `other_id`: of this person alone, whose entries stand in a list; a queue is one’s own or of all. */
type WaitingProps = { waiting: Dashboard['waiting']; scope: Scope | undefined; other_id: string | undefined }
const Waiting = ({ waiting: { entries, seconds, later_entries, later_seconds }, scope, other_id }: WaitingProps) => (
  <Tile
    title="Waiting for review, now"
    notes={[
      entries > 0 ? `${hours(seconds)} h without a place` : later_entries > 0 ? null : 'Every hour has its place.',
      later_entries > 0
        ? `${number(later_entries)} more, ${hours(later_seconds)} h, are put off or still the turn of those who worked them`
        : null,
    ]}
    link={
      other_id ? (
        <Follow href={waitingOf(other_id)} className={covering}>
          {count(entries + later_entries, 'entry', 'entries')} without a place
        </Follow>
      ) : entries > 0 ? (
        <Link to={reviewPath} search={queueOf(scope)} className={covering}>
          Review {number(entries)} {entries === 1 ? 'entry' : 'entries'}
        </Link>
      ) : null
    }
  >
    {entries === 0 ? 'Nothing' : number(entries)}
  </Tile>
)
