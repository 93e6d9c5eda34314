import { ChevronLeft, ChevronRight, ZoomIn, ZoomOut } from 'lucide-react'
import { useMemo } from 'react'
import { useMe } from '../data/me.ts'
import { Lookup } from '../layout/Lookup.tsx'
import { usePeople, usePersonName } from '../people/calls.ts'
import { Button } from '../ui/controls.tsx'
import { hours } from '../ui/formats.tsx'
import type { Days } from './calls.ts'
import { zooms } from './days.ts'

type Props = {
  title: string
  isWeek: boolean
  isToday: boolean
  zoom: number
  user_id: string
  set: (changes: Record<string, string | undefined>) => void
  go: (steps: number) => void
  /** Undefined until they are known. */
  days: Days | undefined
}

export function Controls({ title, isWeek, isToday, zoom, user_id, set, go, days }: Props) {
  const me = useMe()
  const people = usePeople()
  const name = usePersonName(user_id)
  const seesOthers = me.permissions['time:read'] !== 'own' && me.can('users:read')
  const unit = isWeek ? 'week' : 'day'
  const seconds = useMemo(() => days && secondsIn(days), [days])
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="flex gap-2">
        <Button aria-label={`The ${unit} before`} onClick={() => go(-1)}>
          <ChevronLeft size={16} aria-hidden />
        </Button>
        <Button disabled={isToday} onClick={() => set({ day: undefined })}>
          Today
        </Button>
        <Button aria-label={`The ${unit} after`} onClick={() => go(1)}>
          <ChevronRight size={16} aria-hidden />
        </Button>
      </div>
      <div>
        <h2 className="font-semibold">{title}</h2>
        <p className="text-meta text-text-2">{days ? `${days.zone} · ${hours(seconds!)} h` : '\u00a0'}</p>
      </div>
      <div role="group" aria-label="How much" className="flex gap-1 max-md:hidden">
        <Button aria-pressed={!isWeek} onClick={() => set({ span: undefined, zoom: undefined })}>
          Day
        </Button>
        <Button aria-pressed={isWeek} onClick={() => set({ span: 'week', zoom: undefined })}>
          Week
        </Button>
      </div>
      <div role="group" aria-label="How large" className="flex gap-1">
        <Button
          aria-label="Smaller"
          title="Smaller"
          disabled={zoom === 0}
          onClick={() => set({ zoom: String(zoom - 1) })}
        >
          <ZoomOut size={16} aria-hidden />
        </Button>
        <Button
          aria-label="Larger"
          title="Larger"
          disabled={zoom === zooms.length - 1}
          onClick={() => set({ zoom: String(zoom + 1) })}
        >
          <ZoomIn size={16} aria-hidden />
        </Button>
      </div>
      {seesOthers && (
        <div className="relative w-56 max-md:w-full [&_ul]:absolute [&_ul]:top-full [&_ul]:z-30 [&_ul]:mt-1 [&_ul]:w-full [&_ul]:bg-surface [&_ul]:shadow-lg">
          <Lookup
            label="Whose time"
            hideLabel
            kind={people.kind}
            find={people.find}
            shown={user_id === me.id ? me.name : name}
            onChoose={({ value }) => set({ user_id: value === me.id ? undefined : value, peek: undefined })}
          />
        </div>
      )}
    </div>
  )
}

/** What counts, cut at the edges of what is shown. */
function secondsIn({ days, entries }: Days): number {
  const [from_ms, until_ms] = [Date.parse(days[0]!.start_time), Date.parse(days.at(-1)!.end_time)]
  return entries
    .filter(({ status }) => status !== 'quarantined')
    .reduce((sum, { start_time, end_time, duration_seconds }) => {
      const [start_ms, end_ms] = [Date.parse(start_time), Date.parse(end_time)]
      const part_ms = Math.min(end_ms, until_ms) - Math.max(start_ms, from_ms)
      return sum + Math.round((duration_seconds * part_ms) / (end_ms - start_ms))
    }, 0)
}
