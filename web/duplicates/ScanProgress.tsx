import type { Mergeable } from '../../domain/duplicates.ts'
import { number } from '../ui/formats.tsx'
import type { Scan } from './calls.ts'

/** Said while not everything was looked through; after that changes are looked at as they come, and nothing needs to be said. */
export function ScanProgress({ object, scan }: { object: Mergeable; scan: Scan }) {
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-text-2">
      <progress
        aria-label={`${object}s looked through`}
        className="h-2 w-40 accent-accent"
        max={1}
        value={scan.progress}
      />
      <span className="tabular-nums">
        {number(Math.floor(scan.progress * 100))} % of all {object}s looked through. More pairs may follow.
      </span>
    </p>
  )
}
