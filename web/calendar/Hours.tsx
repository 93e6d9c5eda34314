/** The hours of a day as lines and words, and over them what is being pulled. */
import { clsx } from 'clsx'
import type { Span } from '../../domain/spans.ts'
import { clockIn } from '../ui/formats.tsx'
import { inWords } from './calls.ts'

const hour_ms = 3_600_000
export const hourLines = (px_per_hour: number) => ({
  backgroundImage: 'linear-gradient(var(--border) 1px, transparent 1px)',
  backgroundSize: `100% ${px_per_hour}px`,
})

/** The hours of a day whose clock is changed are not those beside it. */
export const OwnHours = ({ span, zone, px_per_hour }: { span: Span; zone: string; px_per_hour: number }) => (
  <div aria-hidden className="pointer-events-none absolute inset-y-0 left-0.5 text-caption text-text-3">
    {hoursOf(span).map((instant_ms, place) => (
      <span key={instant_ms} className="absolute" style={{ top: place * px_per_hour }}>
        {clockIn(instant_ms, zone)}
      </span>
    ))}
  </div>
)

export const hoursOf = ({ start_ms, end_ms }: Span): number[] =>
  Array.from({ length: Math.ceil((end_ms - start_ms) / hour_ms) }, (_, place) => start_ms + place * hour_ms)

type DraftProps = { id: string | null; span: Span; zone: string; top: (instant_ms: number) => number }
/** What is pulled says its times; what is new is not there otherwise. */
export const Draft = ({ id, span, zone, top }: DraftProps) => (
  <div
    aria-hidden
    className={clsx(
      'pointer-events-none absolute inset-x-0 z-20 px-1.5 text-meta',
      id === null && 'rounded-input border-2 border-accent bg-accent-soft text-accent-text',
    )}
    style={{ top: top(span.start_ms), height: top(span.end_ms) - top(span.start_ms) }}
  >
    <span className="rounded-input bg-surface px-1 font-medium text-text">{inWords(span, zone)}</span>
  </div>
)
