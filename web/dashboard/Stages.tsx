/** The open stages: what is in each, what it weighs and what rots; a click opens the board of it. */
import { Link } from '@tanstack/react-router'
import { useMe } from '../data/me.ts'
import { Money, number, words } from '../ui/formats.tsx'
import type { Dashboard, Whose } from './calls.ts'
import { dealsBehind } from './links.ts'
import { Opens } from './Opens.tsx'

export function Stages({ stages, whose }: { stages: NonNullable<Dashboard['pipeline']>; whose: Whose }) {
  const seesValues = useMe().can('values:read')
  return (
    <section aria-labelledby="stages" className="flex flex-col gap-3 rounded-card border border-border bg-surface p-4">
      <h2 id="stages" className="text-section font-semibold">
        Pipeline by stage, now
      </h2>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(11rem,100%),1fr))] gap-3">
        {stages.map(({ stage, deals, rotting, value, weighted_value }) => (
          <div
            key={stage}
            className="relative flex flex-col gap-1 rounded-card border border-border p-3 has-[a:hover]:bg-sunken"
          >
            <Link
              to="/deals"
              search={{ layout: 'board', stage, ...whose }}
              className='text-meta text-text-3 after:absolute after:inset-0 after:content-[""]'
            >
              {words(stage)} · {number(deals)} {deals === 1 ? 'deal' : 'deals'}
            </Link>
            {seesValues && (
              <>
                <span className="font-semibold wrap-anywhere [&_span]:whitespace-normal">
                  <Money values={value} />
                </span>
                <span className="text-meta wrap-anywhere text-text-2 [&_span]:whitespace-normal">
                  weighted <Money values={weighted_value} />
                </span>
              </>
            )}
            {rotting > 0 && (
              <span className="text-meta text-warning">
                <Opens href={dealsBehind({ stage, rotting: 'true' }, whose)}>{number(rotting)} rotting</Opens>
              </span>
            )}
          </div>
        ))}
      </div>
      {seesValues && <p className="text-meta text-text-3">Currencies stand beside each other and are never added.</p>}
    </section>
  )
}
