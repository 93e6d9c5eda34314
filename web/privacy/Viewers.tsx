import { useQuery } from '@tanstack/react-query'
import type { Viewer } from '../../domain/privacy.ts'
import { Card } from '../settings/parts.tsx'
import { words } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { viewersQuery } from './calls.ts'

const titles: Record<Viewer['titles'], string> = {
  never: 'no titles',
  released: 'titles you release',
  with_a_reason: 'titles you release; any, for a written reason, and you are told',
}

/** Who may see one's time now, and what of it. */
export function Viewers() {
  const { data, error, refetch } = useQuery(viewersQuery)
  return (
    <Card title="Who can see your time">
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={3} />
      ) : data.data.length === 0 ? (
        <p className="text-text-2">Nobody but you.</p>
      ) : (
        <>
          <p className="text-text-2">
            Times, durations, customers, deals, tasks, project names, tags and scores; of titles, addresses, apps and
            what an editor had open:
          </p>
          <ul className="flex flex-col">
            {data.data.map((viewer) => (
              <li key={viewer.id} className="border-t border-border py-2 first:border-0">
                <span className="font-medium">{viewer.name}</span>{' '}
                <span className="text-text-3">{viewer.role === null ? 'a program' : words(viewer.role)}</span>
                <span className="block text-text-2">{titles[viewer.titles]}</span>
              </li>
            ))}
          </ul>
          {data.more && <p className="text-text-3">And others: these are the first 200.</p>}
        </>
      )}
    </Card>
  )
}
