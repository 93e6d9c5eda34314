import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { CalendarClock, Hourglass, ListTodo } from 'lucide-react'
import { BoardCard } from '../ui/BoardCard.tsx'
import { Badge } from '../ui/controls.tsx'
import { Day, hours, money } from '../ui/formats.tsx'
import type { Deal } from './calls.tsx'

type Props = {
  deal: Deal
  reachable: boolean
  open: boolean
  onMove?: (() => void) | undefined
  onPeek: () => void
}

/** One deal on the board. The name leads to its page, the rest opens it beside the board. */
export function DealCard({ deal, ...card }: Props) {
  return (
    <BoardCard
      id={deal.id}
      name={deal.name}
      {...card}
      heading={(focusable) => (
        <Link
          {...focusable}
          to="/deals/$id"
          params={{ id: deal.id } as never}
          draggable={false}
          onClick={(event) => event.stopPropagation()}
        >
          {deal.name}
        </Link>
      )}
    >
      <p className="truncate text-text-2">{deal.account_name}</p>
      <p className="flex items-baseline justify-between gap-2">
        <span className="font-medium">{deal.value ? money(deal.value) : ''}</span>
        <span data-owner className="truncate text-text-2">
          {deal.owner_name ?? 'Nobody’s'}
        </span>
      </p>
      {deal.budget_hours && <Budget seconds={deal.tracked_seconds} budget_hours={Number(deal.budget_hours)} />}
      {deal.next_task && (
        <p className="flex items-center gap-1.5 text-meta text-text-2">
          <ListTodo size={12} className="shrink-0" aria-label="Next task" />
          <span className="truncate">{deal.next_task.title}</span>
        </p>
      )}
      <p className="flex flex-wrap items-center gap-2 text-meta text-text-2">
        {deal.end_date && (
          <span className="inline-flex items-center gap-1.5">
            <CalendarClock size={12} aria-label="Close date" />
            <Day date={deal.end_date} />
          </span>
        )}
        {deal.rotting && (
          <Badge tone="warning" icon={<Hourglass size={12} aria-hidden />}>
            {deal.idle_days} d idle
          </Badge>
        )}
      </p>
    </BoardCard>
  )
}

/** Hours worked against hours budgeted; beyond the budget the words say so too. */
function Budget({ seconds, budget_hours }: { seconds: number; budget_hours: number }) {
  const share = budget_hours > 0 ? seconds / 3_600 / budget_hours : 1
  const over = share > 1
  return (
    <div className="flex flex-col gap-1 text-meta text-text-2">
      <span className={clsx(over && 'font-medium text-danger')}>
        {hours(seconds)} of {budget_hours} h{over && ', over budget'}
      </span>
      <span className="h-1 overflow-hidden rounded-input bg-sunken" aria-hidden>
        <span
          className={clsx('block h-full', over ? 'bg-danger' : 'bg-series-1')}
          style={{ width: `${Math.min(100, share * 100)}%` }}
        />
      </span>
    </div>
  )
}
