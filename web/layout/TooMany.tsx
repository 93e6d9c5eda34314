/** What is too much to be put into an order at once is shown of fewer days, or in the order the list begins with. */
import type { ProblemError } from '../data/client.ts'
import { Button } from '../ui/controls.tsx'
import { day } from '../ui/formats.tsx'

type Props = {
  error: ProblemError
  /** Some of it is shown above. */
  after: boolean
  /** "Sorted by start, latest first" */
  initially: string
  onDays: (date_from: string) => void
  onSort: () => void
}

export const TooMany = ({ error: { errors, date_from }, after, initially, onDays, onSort }: Props) => (
  <div role="status" className={`flex flex-col items-center gap-2 text-center ${after ? 'py-3' : 'p-10'}`}>
    <p className={after ? '' : 'text-section font-medium'}>
      {after ? 'What comes next is' : 'These are'} too many entries to put into this order.
    </p>
    <p className="text-text-2">{date_from ? `From ${day(date_from)} on they are few enough.` : errors[0]?.message}</p>
    <div className="mt-1 flex flex-wrap justify-center gap-2">
      {date_from && (
        <Button look="primary" onClick={() => onDays(date_from)}>
          Show those from {day(date_from)} on
        </Button>
      )}
      <Button onClick={onSort}>{initially.replace('Sorted', 'Sort')}</Button>
    </div>
  </div>
)

export const isTooMany = (error: Error | null): error is ProblemError =>
  error !== null && (error as Partial<ProblemError>).code === 'too_many_entries'
