/** A person's own week: rows of deals, accounts and internal work, seven days, hours typed in. */
import { Link } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { shift, weekOf } from '../../domain/periods.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { countOf } from '../layout/useDeeds.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { reviewPath } from '../paths.ts'
import { timeTabs } from '../time/calls.ts'
import { WeekState } from '../timesheets/WeekState.tsx'
import { TargetPicker } from '../time/TargetPicker.tsx'
import { Button, Kbd } from '../ui/controls.tsx'
import { hours, today, weekdayAndDay } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { OneDay } from './OneDay.tsx'
import { SheetTable } from './SheetTable.tsx'
import { lockFor, placeKey, rowsOfWeek, useSheet, type Place, type Row, type Sheet } from './useSheet.ts'

const nothing = { seconds: 0, typed_seconds: 0 }
const internal: Place = { kind: 'internal', deal_id: null, deal_name: null, account_id: null, account_name: null }

export default function WeekPage() {
  const me = useMe()
  const { search, set } = useAddress()
  // weeks are submitted as the workspace counts them, whatever somebody prefers to look at elsewhere
  const { week_start } = me.workspace
  const thisWeek = weekOf(today(), week_start)
  const from = /^\d{4}-\d\d-\d\d$/.test(search['from'] ?? '') ? weekOf(search['from']!, week_start) : thisWeek
  const { data, error, refetch } = useSheet(from)
  const [added, setAdded] = useState<Place[]>([])
  const rows = data ? withAdded(data.rows, added) : []
  const isOpen = data?.days.some((day) => !lockFor(day, me)) ?? false
  const add = (places: Place[]) => setAdded((before) => [...before, ...places])
  const copy = () =>
    void rowsOfWeek(shift(from, -7)).then((places) => {
      if (places.length === 0) return say('The week before is empty.')
      const known = new Set(rows.map(placeKey))
      const fresh = places.filter((place) => !known.has(placeKey(place)))
      if (fresh.length === 0) return say('The rows of the week before are all here.')
      add(fresh)
      say(`${countOf(fresh.length, 'row')} copied, without hours.`, async () => {
        setAdded((now) => now.filter((place) => !fresh.includes(place)))
        return async () => add(fresh)
      })
    }, sayFailed)
  return (
    <>
      <PageHeader title="Week" tabs={timeTabs(me)} />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="flex gap-2">
          <Button aria-label="The week before" onClick={() => set({ from: shift(from, -7) })}>
            <ChevronLeft size={16} aria-hidden />
          </Button>
          <Button disabled={from === thisWeek} onClick={() => set({ from: undefined })}>
            This week
          </Button>
          <Button aria-label="The week after" onClick={() => set({ from: shift(from, 7) })}>
            <ChevronRight size={16} aria-hidden />
          </Button>
        </div>
        {data && <Summary sheet={data} />}
      </div>
      {data && <WeekState key={from} week={from} days={data.days} />}
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading />
      ) : (
        <>
          <div className="max-md:hidden" onKeyDown={walk}>
            <SheetTable from={from} sheet={data} rows={rows} />
          </div>
          <div className="md:hidden" onKeyDown={walk}>
            <OneDay from={from} sheet={data} rows={rows} />
          </div>
          {isOpen && rows.length > 0 && (
            <p className="text-meta text-text-3">
              Type hours into a day as 1:30, 1.5, 90m or 9-10:30.
              <span className="max-md:hidden">
                {' '}
                They are kept when you leave the cell; <Kbd>Enter</Kbd> and arrows go on, <Kbd>Esc</Kbd> gives back what
                was there, <Kbd>?</Kbd> says where hours come from.
              </span>
            </p>
          )}
          {isOpen && (
            <div className="flex flex-wrap items-end gap-2">
              <div className="w-72">
                <TargetPicker
                  label="Add a row"
                  onChoose={({ deal_id, deal_name, account_id, account_name }) =>
                    add([{ kind: deal_id ? 'deal' : 'account', deal_id, deal_name, account_id, account_name }])
                  }
                />
              </div>
              <Button onClick={() => add([internal])}>Internal work</Button>
              <Button onClick={copy}>Copy the rows of last week</Button>
            </div>
          )}
        </>
      )}
    </>
  )
}

function withAdded(rows: Row[], added: Place[]): Row[] {
  const known = new Set(rows.map(placeKey))
  const fresh = added.filter((place) => !known.has(placeKey(place)) && known.add(placeKey(place)))
  return [...rows, ...fresh.map((place) => ({ ...place, cells: Array.from({ length: 7 }, () => nothing) }))]
}

function Summary({ sheet: { days, zone } }: { sheet: Sheet }) {
  const sum = (of: (day: Sheet['days'][number]) => number) => days.reduce((total, day) => total + of(day), 0)
  const waiting = sum(({ waiting_seconds }) => waiting_seconds)
  const aside = sum(({ quarantined_seconds }) => quarantined_seconds)
  return (
    <p className="flex flex-wrap gap-x-4 text-text-2">
      <span>
        {weekdayAndDay(days[0]!.day)} to {weekdayAndDay(days[6]!.day)} · {zone}
      </span>
      <span className="font-medium text-text">{hours(sum(({ placed_seconds }) => placed_seconds))} placed</span>
      {waiting > 0 && (
        <Link to={reviewPath} className="text-accent-text underline">
          {hours(waiting)} waiting for review
        </Link>
      )}
      {aside > 0 && <span>{hours(aside)} kept aside</span>}
    </p>
  )
}

/** Enter and the arrows walk from cell to cell; left and right leave a text only at its ends. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const input = event.target
  if (!(input instanceof HTMLInputElement) || !input.dataset['at'] || event.ctrlKey || event.metaKey || event.altKey)
    return
  const [row, column] = input.dataset['at'].split('-').map(Number) as [number, number]
  const { selectionStart: start, selectionEnd: end, value } = input
  const whole = start === 0 && end === value.length
  const steps: Record<string, [number, number] | false> = {
    Enter: event.shiftKey ? [-1, 0] : [1, 0],
    ArrowDown: [1, 0],
    ArrowUp: [-1, 0],
    ArrowLeft: (whole || end === 0) && [0, -1],
    ArrowRight: (whole || start === value.length) && [0, 1],
  }
  const step = steps[event.key]
  if (!step) return
  event.preventDefault()
  const next = event.currentTarget.querySelector<HTMLInputElement>(`[data-at="${row + step[0]}-${column + step[1]}"]`)
  // leaving is what keeps the text, also where there is no row further on
  input.blur()
  ;(next ?? input).focus()
}
