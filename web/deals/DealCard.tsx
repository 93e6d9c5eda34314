import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { ArrowRightLeft, CalendarClock, Hourglass, ListTodo } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Badge, Button } from '../ui/controls.tsx'
import { Day, hours, money } from '../ui/formats.tsx'
import type { Deal } from './calls.tsx'

type Props = {
  deal: Deal
  /** The one card of its column that Tab reaches; arrows reach the others. */
  reachable: boolean
  open: boolean
  /** Left out for who may not move it. */
  onMove?: (() => void) | undefined
  onPeek: () => void
}

export const cardId = (id: string) => `card-${id}`

/** One deal on the board. The name leads to its page, the rest opens it beside the board. */
export function DealCard({ deal, reachable, open, onMove, onPeek }: Props) {
  const card = useRef<HTMLLIElement>(null)
  const [dragged, setDragged] = useState(false)
  const movable = onMove !== undefined
  useEffect(() => {
    if (!movable) return
    return draggable({
      element: card.current!,
      getInitialData: () => ({ id: deal.id }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    })
  }, [deal.id, movable])
  const tabIndex = reachable ? 0 : -1
  return (
    <li
      ref={card}
      data-card
      onClick={onPeek}
      className={clsx(
        'flex scroll-my-14 flex-col gap-1.5 rounded-card border bg-surface p-3 text-row hover:border-border-strong',
        open ? 'border-accent' : 'border-border',
        dragged && 'opacity-60',
        movable ? 'cursor-grab' : 'cursor-pointer',
      )}
    >
      <div className="flex items-start gap-1">
        <Link
          id={cardId(deal.id)}
          to="/deals/$id"
          params={{ id: deal.id } as never}
          tabIndex={tabIndex}
          draggable={false}
          onClick={(event) => event.stopPropagation()}
          className="min-h-6 min-w-0 flex-1 font-medium break-words hover:underline"
        >
          {deal.name}
        </Link>
        {onMove && (
          <Button
            look="quiet"
            tabIndex={tabIndex}
            aria-label={`Move ${deal.name} to…`}
            title="Move to… (S)"
            className="-my-1 -mr-1 min-h-7! px-1.5! max-md:-my-3 max-md:-mr-3 max-md:min-h-11! max-md:px-4!"
            onClick={(event) => {
              event.stopPropagation()
              onMove()
            }}
          >
            <ArrowRightLeft size={14} aria-hidden />
          </Button>
        )}
      </div>
      <p className="truncate text-text-2">{deal.account_name}</p>
      <p className="flex items-baseline justify-between gap-2">
        <span className="font-medium">{deal.value ? money(deal.value) : ''}</span>
        <span className="truncate text-text-2">{deal.owner_name ?? 'Nobody’s'}</span>
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
    </li>
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
