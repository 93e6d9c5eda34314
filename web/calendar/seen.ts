/** What the agent saw, by app: which has which colour, the same on every day that is shown. */
import { mostOf, type Event, type Stretch } from '../../domain/stretches.ts'
import type { Days } from './calls.ts'
import { spanOf } from './calls.ts'

/** As many series as can be told apart; the rest is one. */
const most = 6
/** Names in the order of their colours. */
export type Names = readonly string[]

export const stretchesIn = (evidence: NonNullable<Days['evidence']>): Stretch[] =>
  evidence.map((seen) => ({ ...spanOf(seen), name: seen.name, events: seen.events }))

export const namesIn = (seen: readonly Event[]): Names =>
  mostOf(seen)
    .flatMap(({ name }) => name ?? [])
    .slice(0, most)

export function seriesOf(names: Names, name: string | null): string {
  const place = name === null ? -1 : names.indexOf(name)
  return place < 0 ? '--border-strong' : `--series-${place + 1}`
}

/** How long each was in front, the rest in one. */
export function shares(seen: readonly Event[], names: Names): { name: string; series: string; ms: number }[] {
  const all = mostOf(seen)
  const known = names.flatMap((name) => {
    const ms = all.find((one) => one.name === name)?.ms
    return ms ? [{ name, series: seriesOf(names, name), ms }] : []
  })
  const rest_ms = all.reduce((sum, { name, ms }) => sum + (name !== null && names.includes(name) ? 0 : ms), 0)
  return rest_ms > 0 ? [...known, { name: 'Other', series: seriesOf(names, null), ms: rest_ms }] : known
}
