import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import type { RecordImport } from './calls.ts'

const names = ['File', 'Columns', 'Dry run', 'Import'] as const
type Props = { status: RecordImport['status']; mapping: boolean; onColumns: (() => void) | null }

function currentOf(status: RecordImport['status'], mapping: boolean): number {
  if (status === 'reading' || status === 'failed') return 0
  if (mapping) return 1
  return status === 'checking' || status === 'checked' ? 2 : 3
}

/** Where one is; the columns can be gone back to until the run. */
export function Steps({ status, mapping, onColumns }: Props) {
  const current = currentOf(status, mapping)
  const finished = status === 'done' || status === 'undone'
  return (
    <ol aria-label="Steps" className="flex flex-wrap gap-x-6 gap-y-1">
      {names.map((name, index) => {
        const past = index < current || finished
        const label = (
          <span className="inline-flex items-center gap-1.5">
            {past ? <Check size={16} aria-hidden /> : <span className="tabular-nums">{index + 1}</span>}
            {name}
          </span>
        )
        return (
          <li
            key={name}
            aria-current={index === current ? 'step' : undefined}
            className={clsx(index === current ? 'font-semibold text-text' : 'text-text-3')}
          >
            {index === 1 && onColumns && !mapping ? (
              <button type="button" className="min-h-6 underline" onClick={onColumns}>
                {label}
              </button>
            ) : (
              label
            )}
          </li>
        )
      })}
    </ol>
  )
}
