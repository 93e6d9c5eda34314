import { useQuery } from '@tanstack/react-query'
import { termInWords, type DataClass, type OwnRetention } from '../../domain/retention.ts'
import { api } from '../data/client.ts'
import { Card } from '../settings/parts.tsx'
import { Badge } from '../ui/controls.tsx'
import { day, moment } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'

const classWords: Record<DataClass, string> = {
  evidence: 'Titles, web addresses, apps and editors’ projects',
  time_entries: 'Time entries',
  ledger: 'What the record of changes says of your time',
}

/** How long what is recorded is kept, and when the next of it goes. */
export function HowLong() {
  const { data, error, refetch } = useQuery({
    queryKey: ['retention', 'own'],
    queryFn: () => api.get('/me/retention', {}),
  })
  return (
    <Card title="How long it is kept">
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={3} />
      ) : (
        <ul className="flex flex-col">
          {data.data.map((term) => (
            <li key={term.class} className="flex flex-col gap-1 border-t border-border py-1.5 first:border-0">
              <span className="flex flex-wrap justify-between gap-x-3">
                <span>{classWords[term.class]}</span>
                <span className="text-text-3">
                  {term.keep === null ? 'No end is set' : termInWords(term.class, term.keep)}
                </span>
              </span>
              <Next term={term} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function Next({ term: { before, removed_at } }: { term: OwnRetention['data'][number] }) {
  if (before === null || removed_at === null) return null
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Badge tone="warning">Will be removed</Badge>
      <span className="text-text-2">
        What is from before {day(before)} goes on {moment(removed_at)}.
      </span>
    </span>
  )
}
