import { useState, type ReactNode } from 'react'
import { Button } from './controls.tsx'

type Props = {
  /** A question or a finding. */
  title: string
  /** What it is about, in a line. */
  note?: ReactNode
  /** The same figures as a table. */
  table: ReactNode
  children: ReactNode
}

/** What stands around every chart: its question, and the way from the picture to the figures. */
export function ChartFrame({ title, note, table, children }: Props) {
  const [asTable, setAsTable] = useState(false)
  return (
    <section aria-label={title} className="flex flex-col gap-3 rounded-card border border-border bg-surface p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-section font-semibold">{title}</h2>
        <Button look="quiet" className="print:hidden" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? 'View as chart' : 'View as table'}
        </Button>
      </div>
      {note}
      {asTable ? table : children}
    </section>
  )
}
