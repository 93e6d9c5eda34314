import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../data/client.ts'
import { newRulePath } from '../paths.ts'
import { hours } from '../ui/formats.tsx'
import { Precision } from './parts.tsx'

/** What people already do alike; nothing is shown where there is nothing. */
export function Suggestions() {
  const { data } = useQuery({
    queryKey: ['mapping-rules', 'suggested'],
    queryFn: () => api.get('/mapping-rules/suggested', {}),
    staleTime: 60_000,
  })
  if (!data || data.data.length === 0) return null
  return (
    <section aria-label="Suggested rules" className="rounded-card border border-border bg-surface px-4 py-3">
      <h2 className="font-semibold">People already do this; make it a rule?</h2>
      <ul className="mt-1 max-h-40 divide-y divide-border overflow-y-auto">
        {data.data.map(({ condition, target: { kind, deal_id, account_id, name }, precision, seconds }) => (
          <li key={condition} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-1.5">
            <span className="min-w-0 wrap-anywhere">
              <span className="font-mono text-meta">{condition}</span> → {name ?? 'no customer, not billable'}
            </span>
            <span className="flex flex-wrap items-baseline gap-x-4">
              <Precision of={precision} />
              <span className="text-text-3">{hours(seconds)} h</span>
              <Link
                to={newRulePath}
                search={
                  {
                    condition,
                    kind,
                    ...(deal_id && { deal: deal_id }),
                    ...(account_id && { account: account_id }),
                    ...(name && { name }),
                  } as never
                }
                aria-label={`Try ${condition}`}
                className="text-accent-text underline"
              >
                Try it
              </Link>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
