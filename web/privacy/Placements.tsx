import { useQuery } from '@tanstack/react-query'
import { daysOf } from '../../domain/periods.ts'
import type { Placements as Answer } from '../../domain/privacy.ts'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { Card } from '../settings/parts.tsx'
import { hours, today } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { counted } from './calls.ts'

const ruleWords: Record<Answer['data'][number]['rule'], string> = {
  named: 'The agent named the deal or task',
  tag: 'A tag named the customer',
  mapping_rule: 'A rule that is gone',
  project_name: 'The project name is that of a deal or customer',
  person: 'Somebody put it there',
}

/** What was done with one's time by itself. */
export function Placements() {
  const days = daysOf('last_30_days', today(), useMe().week_start)
  const { data, error, refetch } = useQuery({
    queryKey: ['time', 'placements', days],
    queryFn: () => api.get('/me/placements', { query: days }),
  })
  return (
    <Card title="What placed your time, last 30 days">
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={2} />
      ) : data.data.length === 0 ? (
        <p className="text-text-2">Nothing was placed.</p>
      ) : (
        <ul className="flex flex-col">
          {data.data.map(({ rule, rule_name, entries, seconds }) => (
            <li
              key={`${rule}${rule_name}`}
              className="flex flex-wrap justify-between gap-x-3 border-t border-border py-1.5 first:border-0"
            >
              <span>{rule_name === null ? ruleWords[rule] : `The rule “${rule_name}”`}</span>
              <span className="text-text-3 tabular-nums">
                {counted(entries)} · {hours(seconds)} h
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="text-meta text-text-3">
        Why a single entry is where it is stands beside it, in your day above and in every list of time.
      </p>
    </Card>
  )
}
