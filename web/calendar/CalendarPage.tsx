/** Days by the clock: tracked blocks beside what the agent saw of them. Which days, whose and how large stands in the address. */
import { useMemo, useState } from 'react'
import type { Span } from '../../domain/spans.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { useKeys } from '../layout/keys.ts'
import { show } from '../layout/opening.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { EntryPeek } from '../time/EntryPeek.tsx'
import { timeTabs } from '../time/calls.ts'
import { Button } from '../ui/controls.tsx'
import { today, weekdayAndDay } from '../ui/formats.tsx'
import { Peek } from '../ui/Panel.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { useDays, useTimes, type CalendarEntry } from './calls.ts'
import { Controls } from './Controls.tsx'
import { dayAfter, lookedAt, nameOf, zooms } from './days.ts'
import { Forms, type Form } from './Forms.tsx'
import { GatheredList } from './Gathered.tsx'
import { Grid } from './Grid.tsx'
import { namesIn, stretchesIn } from './seen.ts'
import { Legend, SeenTable } from './Seen.tsx'
import { useNow, usePhone } from './watching.ts'

export default function CalendarPage() {
  const me = useMe()
  const { search, set } = useAddress()
  const { day, isWeek, zoom, from, days: count } = lookedAt(search, me.week_start, usePhone())
  const user_id = search['user_id'] ?? me.id
  const own = user_id === me.id
  const { data, error, refetch } = useDays({ user_id, from, days: count })
  const { move } = useTimes()
  const now_ms = useNow()
  const [form, setForm] = useState<Form | null>(null)
  const [gathered, setGathered] = useState<CalendarEntry[] | null>(null)
  const [said, announce] = useState('')
  const seen = useMemo(() => data?.evidence && stretchesIn(data.evidence), [data?.evidence])
  const names = useMemo(() => (seen ? namesIn(seen) : []), [seen])
  const go = (steps: number) => {
    const next = dayAfter(day, steps, isWeek)
    set({ day: next === today() ? undefined : next, peek: undefined })
  }
  const open = (id: string) => set({ peek: id })
  useKeys({
    ArrowLeft: () => go(-1),
    ArrowRight: () => go(1),
    ...(search['peek'] && { Escape: () => set({ peek: undefined }) }),
  })
  const mayWrite = me.can('time:write')
  const peeked = data?.entries.find(({ id }) => id === search['peek'])
  const title = isWeek ? `Week of ${weekdayAndDay(from)}` : weekdayAndDay(day)
  return (
    <>
      <PageHeader title="Calendar" record={title} tabs={timeTabs(me)}>
        {mayWrite && own && (
          <Button look="primary" onClick={() => show('entry')}>
            Create time entry
          </Button>
        )}
      </PageHeader>
      <Controls {...{ title, isWeek, zoom, user_id, set, go, days: data }} isToday={day === today()} />
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={10} />
      ) : (
        <>
          {data.more && (
            <p role="status" className="text-warning">
              There is more in these days than is shown here. Look at one day at a time, or at the table.
            </p>
          )}
          <div className="relative min-h-112 flex-1">
            <Grid
              key={`${user_id} ${from} ${count}`}
              days={data}
              seen={seen ?? null}
              {...{ names, now_ms, isWeek }}
              px_per_hour={zooms[zoom]!}
              writable={mayWrite && own}
              mayWriteLocked={me.can('locked-time:write')}
              deeds={{
                open,
                type: (entry, begun) => setForm({ entry, begun }),
                move: (entry, span) =>
                  move(entry, span, data.zone, (problem) => setForm({ entry, met: { problem, span } })),
                announce,
                create: (span: Span) => setForm({ span }),
                gather: setGathered,
              }}
            />
          </div>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            {!seen ? (
              <p className="text-meta text-text-2">What the agent saw is shown to {data.user_name} alone.</p>
            ) : seen.length === 0 ? (
              <p className="text-meta text-text-2">The agent recorded nothing here.</p>
            ) : (
              <>
                <Legend stretches={seen} names={names} />
                <SeenTable stretches={seen} zone={data.zone} days={data.days} />
              </>
            )}
          </div>
        </>
      )}
      <p role="status" className="sr-only">
        {said}
      </p>
      {form && data && <Forms form={form} day={day} zone={data.zone} close={() => setForm(null)} />}
      {gathered && data && (
        <GatheredList entries={gathered} zone={data.zone} open={open} close={() => setGathered(null)} />
      )}
      {search['peek'] && (
        <Peek title={peeked ? nameOf(peeked) : 'Time entry'} onClose={() => set({ peek: undefined })}>
          <EntryPeek key={search['peek']} id={search['peek']} />
        </Peek>
      )}
    </>
  )
}
