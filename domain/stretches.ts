/** What an agent saw, as stretches that can be drawn: its short events together, its pauses, and how long each app was in front. Pure. */
import { withoutOverlap, type Span } from './spans.ts'

const shortest_ms = 60_000
export type Event = Span & { name: string | null }
export type Stretch = Event & { events: number }

/**
 * Events of an agent as stretches that can be drawn: no moment twice, and of those under a minute that follow each other as many together as
 * make one. Joined are only neighbours: a pause of a minute ends a stretch.
 */
export function stretchesOf(events: readonly Event[]): Stretch[] {
  const stretches: Event[][] = []
  for (const event of withoutOverlap([...events], () => 0)) {
    const last = stretches.at(-1)
    if (last && isShort(event) && belongs(last, event)) last.push(event)
    else stretches.push([event])
  }
  return stretches.map((together) => ({
    start_ms: together[0]!.start_ms,
    end_ms: together.at(-1)!.end_ms,
    name: mostOf(together)[0]!.name,
    events: together.length,
  }))
}

const lengthOf = ({ start_ms, end_ms }: Span) => end_ms - start_ms
const isShort = (span: Span) => lengthOf(span) < shortest_ms

function belongs(together: Event[], next: Event): boolean {
  const [first, last] = [together[0]!, together.at(-1)!]
  return last.end_ms - first.start_ms < shortest_ms && next.start_ms - last.end_ms < shortest_ms
}

/** How long each was in front, the longest first. */
export function mostOf(seen: readonly Event[]): { name: string | null; ms: number }[] {
  const byName = Map.groupBy(seen, ({ name }) => name)
  return [...byName]
    .map(([name, events]) => ({ name, ms: events.reduce((sum, event) => sum + lengthOf(event), 0) }))
    .toSorted((a, b) => b.ms - a.ms || ((a.name ?? '') < (b.name ?? '') ? -1 : 1))
}

/** Shorter ones are breathing. */
const shortestPause_ms = 5 * 60_000

/** Where the agent saw nothing, between the first and the last it saw. */
export const pausesBetween = (stretches: readonly Span[]): Span[] =>
  stretches
    .slice(1)
    .map((next, place) => ({ start_ms: stretches[place]!.end_ms, end_ms: next.start_ms }))
    .filter((pause) => lengthOf(pause) >= shortestPause_ms)
