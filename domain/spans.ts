/** Stretches of time in Unix milliseconds, half-open: [start_ms, end_ms). What is laid over what, and how long it is. */
export type Span = { start_ms: number; end_ms: number }

export const lengthOf = (spans: Span[]) => spans.reduce((sum, { start_ms, end_ms }) => sum + end_ms - start_ms, 0)
/** Negative where they do not even touch. */
export const overlap_ms = (a: Span, b: Span) => Math.min(a.end_ms, b.end_ms) - Math.max(a.start_ms, b.start_ms)

/** Disjoint and in order; spans that touch become one. */
export function union(spans: Span[]): Span[] {
  const merged: Span[] = []
  for (const span of spans
    .filter(({ start_ms, end_ms }) => end_ms > start_ms)
    .sort((a, b) => a.start_ms - b.start_ms)) {
    const last = merged.at(-1)
    if (last && span.start_ms <= last.end_ms) last.end_ms = Math.max(last.end_ms, span.end_ms)
    else merged.push({ start_ms: span.start_ms, end_ms: span.end_ms })
  }
  return merged
}

/** The parts of each that lie within `kept`, which is disjoint and in order; both in the order of time. */
export function cut<S extends Span>(spans: S[], kept: Span[]): S[] {
  const pieces: S[] = []
  let first = 0
  for (const span of spans) {
    while (first < kept.length && kept[first]!.end_ms <= span.start_ms) first++
    for (let index = first; index < kept.length && kept[index]!.start_ms < span.end_ms; index++) {
      const start_ms = Math.max(span.start_ms, kept[index]!.start_ms)
      const end_ms = Math.min(span.end_ms, kept[index]!.end_ms)
      if (end_ms > start_ms) pieces.push({ ...span, start_ms, end_ms })
    }
  }
  return pieces
}

/** All that a union leaves free, from the beginning of time to its end. */
export function gapsOf(taken: Span[]): Span[] {
  const edges = [-Infinity, ...taken.flatMap(({ start_ms, end_ms }) => [start_ms, end_ms]), Infinity]
  return Array.from({ length: edges.length / 2 }, (_, index) => ({
    start_ms: edges[index * 2]!,
    end_ms: edges[index * 2 + 1]!,
  }))
}

/**
 * No moment counts twice: a span is cut where the next starts, and goes on behind it where it reaches further (a heartbeat
 * that came late lies inside a long event). Of two that start together the longer is kept. In the order of time.
 */
export function withoutOverlap<S extends Span>(spans: S[], tieBreak: (a: S, b: S) => number): S[] {
  const sorted = spans
    .filter(({ start_ms, end_ms }) => end_ms > start_ms)
    .sort((a, b) => a.start_ms - b.start_ms || b.end_ms - a.end_ms || tieBreak(a, b))
  const kept: S[] = []
  // those that began and may reach further, the latest on top
  const open: S[] = []
  let cursor_ms = -Infinity
  const advance = (until_ms: number) => {
    for (let top = open.at(-1); top && cursor_ms < until_ms; top = open.at(-1)) {
      const end_ms = Math.min(top.end_ms, until_ms)
      if (end_ms > cursor_ms) kept.push({ ...top, start_ms: cursor_ms, end_ms })
      cursor_ms = Math.max(cursor_ms, end_ms)
      if (top.end_ms <= cursor_ms) open.pop()
    }
    cursor_ms = until_ms
  }
  for (const span of sorted) {
    advance(span.start_ms)
    if (open.at(-1)?.start_ms !== span.start_ms) open.push(span)
  }
  advance(Infinity)
  return kept
}
