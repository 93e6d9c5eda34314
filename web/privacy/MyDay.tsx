/** One's own entries of a day: what each shows to others, and what can be done about it. */
import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { clsx } from 'clsx'
import { shift } from '../../domain/periods.ts'
import { api } from '../data/client.ts'
import { useAddress, useList } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { Card } from '../settings/parts.tsx'
import type { Entry } from '../time/calls.ts'
import { Button } from '../ui/controls.tsx'
import { day as inWords, hours, today } from '../ui/formats.tsx'
import { Empty, ErrorNote, Loading } from '../ui/states.tsx'
import { OwnEntry } from './OwnEntry.tsx'

const isDay = (text: string | undefined): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? '')
const sights = [
  { value: undefined, title: 'As you see it' },
  { value: 'manager', title: 'As your manager sees it' },
]

/** When each waiting entry of the day leaves one's own review queue, by its id. */
function useTurns(day: string, asked: boolean): Map<string, string> {
  const { data } = useQuery({
    queryKey: ['unmapped', 'turns', day],
    queryFn: () => api.get('/me/turns', { query: { date_from: day, date_to: day } }),
    enabled: asked,
  })
  return new Map(data?.data.map(({ entry_id, team_from }) => [entry_id, team_from]))
}

/** The day and the sight stand in the address as `day` and `as`. */
export function MyDay() {
  const me = useMe()
  const { search, set } = useAddress()
  const day = isDay(search['day']) ? search['day'] : today()
  const asManager = search['as'] === 'manager'
  const days = { date_from: day, date_to: day, sort: 'start_time' }
  const list = useList<Entry>('time', { whose: 'mine', ...days, asManager }, ({ limit, cursor }) => {
    const page = { ...days, limit: limit as number, ...(cursor !== undefined && { cursor: cursor as string }) }
    return asManager
      ? api.get('/me/time-as-seen', { query: page })
      : api.get('/time-entries', { query: { ...page, user_id: [me.id] } })
  })
  const turns = useTurns(day, !asManager && list.rows.some(({ status }) => status === 'unmapped'))
  const seconds = list.rows.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)
  const go = (to: string) => set({ day: to === today() ? undefined : to })
  return (
    <Card title={day === today() ? 'Today' : inWords(day)}>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          className="max-md:min-h-11 max-md:min-w-11"
          aria-label="The day before"
          onClick={() => go(shift(day, -1))}
        >
          <ChevronLeft size={16} aria-hidden />
        </Button>
        <Button
          className="max-md:min-h-11 max-md:min-w-11"
          aria-label="The day after"
          disabled={day >= today()}
          onClick={() => go(shift(day, 1))}
        >
          <ChevronRight size={16} aria-hidden />
        </Button>
        {day !== today() && (
          <Button look="quiet" className="max-md:min-h-11" onClick={() => go(today())}>
            Today
          </Button>
        )}
        <div
          role="group"
          aria-label="Whose eyes"
          className="flex rounded-card border border-border-strong md:ml-auto max-md:w-full"
        >
          {sights.map(({ value, title }) => (
            <button
              key={title}
              type="button"
              aria-pressed={asManager === (value === 'manager')}
              onClick={() => set({ as: value })}
              className={clsx(
                'min-h-8 flex-1 rounded-card px-3 whitespace-nowrap max-md:min-h-11 max-md:px-1',
                asManager === (value === 'manager') ? 'bg-accent-soft font-medium text-accent-text' : 'text-text-2',
              )}
            >
              {title}
            </button>
          ))}
        </div>
      </div>
      {asManager && (
        <p className="text-text-2">
          This is the same list your manager is given, asked with their rights: no title, address or app you have not
          released, and nothing of what was left out.
        </p>
      )}
      {list.isError ? (
        <ErrorNote error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading rows={4} />
      ) : list.rows.length === 0 ? (
        <Empty title="Nothing was recorded on this day" />
      ) : (
        <>
          <p className="text-meta text-text-3">
            {hours(seconds)} h in {list.rows.length}
            {list.hasNextPage && '+'} {list.rows.length === 1 ? 'entry' : 'entries'}
          </p>
          <ul className="flex flex-col">
            {list.rows.map((entry) => (
              <OwnEntry key={entry.id} entry={entry} mine={!asManager} teamFrom={turns.get(entry.id)} />
            ))}
          </ul>
          {list.hasNextPage && <Button onClick={() => void list.fetchNextPage()}>Show more</Button>}
        </>
      )}
    </Card>
  )
}
