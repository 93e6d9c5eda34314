/** Where entries stand on a day that is drawn from top to bottom: side by side, gathered where they are too small, and snapped. Pure. */
import type { Span } from './spans.ts'

/** `column` of `columns` that share the width; `end_ms` is where it is drawn to. */
export type Laid<B> = Span & { blocks: B[]; column: number; columns: number }

/**
 * Places for the entries of a day. What is shorter than `least_ms`, the least that can be pointed at, is drawn that long; of such that follow
 * each other closely several share one place. What overlaps then stands side by side.
 */
export function layOut<B extends Span>(blocks: readonly B[], least_ms: number): Laid<B>[] {
  const drawn = gathered(blocks, least_ms).map((together) => {
    const start_ms = together[0]!.start_ms
    const end_ms = Math.max(...together.map((block) => block.end_ms))
    return { blocks: together, start_ms, end_ms: Math.max(end_ms, start_ms + least_ms) }
  })
  return clustersOf(drawn).flatMap(inColumns)
}

/** A place is full once it is as long as can be pointed at. */
function gathered<B extends Span>(blocks: readonly B[], least_ms: number): B[][] {
  const places: B[][] = []
  for (const block of blocks.toSorted((a, b) => a.start_ms - b.start_ms || b.end_ms - a.end_ms)) {
    const place = places.at(-1)
    const isSmall = (one: B) => one.end_ms - one.start_ms < least_ms
    const joins = place && isSmall(block) && place.every(isSmall) && block.start_ms - place[0]!.start_ms < least_ms
    if (joins) place.push(block)
    else places.push([block])
  }
  return places
}

/** What overlaps, and what overlaps that. */
function clustersOf<S extends Span>(spans: readonly S[]): S[][] {
  const clusters: S[][] = []
  let until_ms = -Infinity
  for (const span of spans) {
    if (span.start_ms < until_ms) clusters.at(-1)!.push(span)
    else clusters.push([span])
    until_ms = Math.max(until_ms, span.end_ms)
  }
  return clusters
}

/** Each in the first column that is free by then. */
function inColumns<S extends Span>(cluster: readonly S[]): (S & { column: number; columns: number })[] {
  const ends_ms: number[] = []
  const placed = cluster.map((span) => {
    const free = ends_ms.findIndex((end_ms) => end_ms <= span.start_ms)
    const column = free < 0 ? ends_ms.length : free
    ends_ms[column] = span.end_ms
    return { ...span, column }
  })
  return placed.map((span) => ({ ...span, columns: ends_ms.length }))
}

/** A quarter of an hour, as people write down their time. */
export const step_ms = 15 * 60_000

/** The nearest step of the day, within it. Days begin at a full quarter in every zone, so steps are quarters of the clock. */
export function snapped(instant_ms: number, day: Span, by_ms = step_ms): number {
  const steps = Math.round((instant_ms - day.start_ms) / by_ms)
  return Math.min(Math.max(day.start_ms + steps * by_ms, day.start_ms), day.end_ms)
}

/** The next step from here, up (-1) or down (1) the day: what lies between two steps goes to one of them first. */
export function stepped(instant_ms: number, direction: -1 | 1, day: Span, by_ms = step_ms): number {
  const steps = (instant_ms - day.start_ms) / by_ms
  return day.start_ms + (direction > 0 ? Math.floor(steps) + 1 : Math.ceil(steps) - 1) * by_ms
}

export type Edge = 'start' | 'end' | 'both'

/** A span with one edge, or all of it, moved so far. It stays within `bounds` and lasts a minute at least; null where it cannot. */
export function moved(span: Span, edge: Edge, by_ms: number, bounds: Span): Span | null {
  const start_ms = span.start_ms + (edge === 'end' ? 0 : by_ms)
  const end_ms = span.end_ms + (edge === 'start' ? 0 : by_ms)
  const fits = start_ms >= bounds.start_ms && end_ms <= bounds.end_ms && end_ms - start_ms >= 60_000
  return fits ? { start_ms, end_ms } : null
}
