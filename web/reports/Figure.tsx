/** A figure, exactly, that opens the rows behind it where a list has just those. */
import { clsx } from 'clsx'
import type { Cells, Narrows, ReportColumn } from '../../domain/report-tables.ts'
import { number } from '../ui/formats.tsx'
import { hrefIn } from './drills.ts'
import { Follow } from './Follow.tsx'
import { asMoney, isNothing, wordsOf } from './words.ts'

/** As high with a link as without one, so that figures of a row stand on one line. */
const line = 'inline-flex min-h-6 items-center'

/** `inline`: within a sentence; else each amount stands on a line of its own. */
type Props = { column: ReportColumn; cells: Cells; narrows: Narrows; isBefore?: boolean; inline?: boolean }

export function Figure({ column, cells, narrows, isBefore = false, inline = false }: Props) {
  const { key, type } = column
  const cell = cells[key]
  const words = wordsOf(type, cell)
  if (words === null || words.length === 0) return <span className={clsx(line, 'text-text-3')}>–</span>
  const amounts = type === 'money' ? asMoney(cell) : []
  return words.map((word, place) => {
    const href = isNothing(type, cell) ? null : hrefIn(column, { narrows }, isBefore, amounts[place]?.currency)
    // seconds are told to the minute
    const exact = type === 'seconds' ? `${number(Number(cell))} s` : undefined
    return (
      <span key={word} className={inline ? undefined : 'block'} title={exact}>
        {inline && place > 0 && ' · '}
        {href ? (
          <Follow
            href={href}
            className={clsx(
              line,
              'underline decoration-border-strong underline-offset-2 hover:text-accent-text hover:decoration-accent-text print:no-underline',
            )}
          >
            {word}
          </Follow>
        ) : (
          <span className={line}>{word}</span>
        )}
      </span>
    )
  })
}
