import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { Duration, When } from '../ui/formats.tsx'
import { listDay, type Entry, type Waiting } from './calls.ts'

const each = 3
const placeOf = ({ status, deal_name, account_name }: Entry) =>
  status === 'unmapped' ? 'waits' : status === 'quarantined' ? 'kept aside' : (deal_name ?? account_name ?? 'internal')

/** What comes before and after an entry on its day: the best hint there is where the screen says nothing. */
export function Neighbours({ entry }: { entry: Waiting }) {
  const { data } = useQuery({ queryKey: dayKey(entry), queryFn: () => listDay(entry), staleTime: 10_000 })
  const all = data?.data ?? []
  const at = all.findIndex(({ id }) => id === entry.id)
  if (at < 0 || all.length < 2) return null
  const near = all.slice(Math.max(0, at - each), at + each + 1)
  return (
    <section aria-label="That day">
      <h3 className="text-meta font-medium text-text-2">That day</h3>
      <ul className="mt-1 text-meta">
        {near.map((one) => (
          <li
            key={one.id}
            aria-current={one.id === entry.id ? 'true' : undefined}
            className={clsx(
              'flex justify-between gap-3 px-2 py-0.5',
              one.id === entry.id ? 'rounded bg-accent-soft font-medium' : 'text-text-2',
            )}
          >
            <span className="min-w-0 truncate">
              <When instant={one.start_time} timeOnly /> {one.id === entry.id ? 'this one' : placeOf(one)}
              {one.id !== entry.id && overlap(one, entry) && ' · overlaps'}
            </span>
            <Duration seconds={one.duration_seconds} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const overlap = (a: Entry, b: Entry) => a.start_time < b.end_time && b.start_time < a.end_time
export const dayKey = ({ user_id, start_time }: Waiting) => ['time', 'day', user_id, start_time.slice(0, 10)]
