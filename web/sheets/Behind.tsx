/** The entries behind a cell of the week, and of each why it is there. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMe } from '../data/me.ts'
import { timePath } from '../paths.ts'
import { Badges, Why } from '../time/parts.tsx'
import { Duration, When } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { entriesOf, placeKey, type Place } from './useSheet.ts'

type Props = { place: Place; day: string; title: string; close: () => void }

export function Behind({ place, day, title, close }: Props) {
  const me = useMe()
  const { data, error, refetch } = useQuery({
    queryKey: ['time', 'cell', day, placeKey(place)],
    queryFn: () => entriesOf(me.id, place, day),
  })
  return (
    <Modal title={`Why: ${title}`} onClose={close}>
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={3} />
      ) : (
        <ul
          aria-label="Entries"
          tabIndex={0}
          className="max-h-[60dvh] overflow-y-auto rounded-card border border-border text-left font-normal"
        >
          {data.map((entry) => (
            <li key={entry.id} className="flex flex-col gap-1 border-t border-border px-3 py-2 first:border-0">
              <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Link to={timePath} search={{ peek: entry.id } as never} className="text-accent-text underline">
                  <When instant={entry.start_time} timeOnly /> – <When instant={entry.end_time} timeOnly />
                </Link>
                <Duration seconds={entry.duration_seconds} />
                <Badges entry={entry} />
              </p>
              {entry.title && <p className="text-text-2 wrap-anywhere">{entry.title}</p>}
              <Why mapping={entry.mapping} quarantine_reason={entry.quarantine_reason} locked={entry.locked} />
            </li>
          ))}
        </ul>
      )}
    </Modal>
  )
}
