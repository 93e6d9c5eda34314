import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { clsx } from 'clsx'
import { Fragment, useEffect, useRef, useState } from 'react'
import { Button } from '../ui/controls.tsx'
import { Duration, Money } from '../ui/formats.tsx'
import { StageBadge, isClosed, type Board, type Deal, type Stage } from './calls.tsx'
import { DealCard } from './DealCard.tsx'

export type Column = Board['data'][number]
type Props = {
  column: Column
  /** On a phone one column is shown at a time. */
  chosen: boolean
  focused: string | null
  openId: string | undefined
  showValues: boolean
  /** Left out for who may not move deals. */
  onMove?: ((deal: Deal) => void) | undefined
  onDrop: (id: string, index: number) => void
  onPeek: (deal: Deal) => void
  onMore: (stage: Stage) => void
}

export function BoardColumn({ column, chosen, focused, openId, showValues, onMove, onDrop, onPeek, onMore }: Props) {
  const { stage, cards } = column
  const list = useRef<HTMLUListElement>(null)
  const over = useDropIndex(list, onDrop)
  const hasFocus = cards.data.some(({ id }) => id === focused)
  return (
    <section aria-label={stage} className={clsx('flex min-w-60 flex-1 flex-col gap-2', !chosen && 'max-md:hidden')}>
      <ColumnHeader column={column} showValues={showValues} />
      <ul
        ref={list}
        aria-label={`Deals in ${stage}`}
        className="flex min-h-40 flex-1 flex-col gap-2 rounded-card bg-sunken p-2"
      >
        {cards.data.map((deal, index) => (
          <Fragment key={deal.id}>
            {over === index && <DropLine />}
            <DealCard
              deal={deal}
              open={deal.id === openId}
              reachable={deal.id === focused || (!hasFocus && index === 0)}
              onMove={onMove && (() => onMove(deal))}
              onPeek={() => onPeek(deal)}
            />
          </Fragment>
        ))}
        {over === cards.data.length && <DropLine />}
        {cards.data.length === 0 && over === null && (
          <li className="p-4 text-center text-text-2">{isClosed(column) ? 'None in this period' : 'No deal here'}</li>
        )}
        {cards.has_more && (
          <li className="text-center">
            <Button look="quiet" onClick={() => onMore(stage)}>
              Show more of {column.deals}
            </Button>
          </li>
        )}
      </ul>
    </section>
  )
}

const DropLine = () => <li aria-hidden className="-my-1.5 h-1 rounded-input bg-accent" />

function ColumnHeader({ column, showValues }: { column: Column; showValues: boolean }) {
  const { stage, deals, value, weighted_value, tracked_seconds } = column
  return (
    <header className="flex flex-col gap-1 px-1">
      <h2 className="flex items-center gap-2 font-medium">
        <StageBadge stage={stage} /> {deals}
        <span className="ml-auto text-meta font-normal text-text-2">
          <Duration seconds={tracked_seconds} /> h
        </span>
      </h2>
      {showValues && (
        <div className="min-h-12 text-meta text-text-2">
          <Money values={value} />
          {!isClosed(column) && value.length > 0 && (
            <p>
              Weighted <Money values={weighted_value} />
            </p>
          )}
        </div>
      )}
    </header>
  )
}

/** Where a card that is being dragged over the list would go; null while none is. */
function useDropIndex(
  list: React.RefObject<HTMLUListElement | null>,
  onDrop: (id: string, index: number) => void,
): number | null {
  const [index, setIndex] = useState<number | null>(null)
  const drop = useRef(onDrop)
  drop.current = onDrop
  useEffect(() => {
    const indexAt = (y: number) =>
      [...list.current!.querySelectorAll('[data-card]')].filter((card) => {
        const { top, height } = card.getBoundingClientRect()
        return top + height / 2 < y
      }).length
    return dropTargetForElements({
      element: list.current!,
      onDrag: ({ location }) => setIndex(indexAt(location.current.input.clientY)),
      onDragLeave: () => setIndex(null),
      onDrop: ({ source, location }) => {
        setIndex(null)
        drop.current(String(source.data['id']), indexAt(location.current.input.clientY))
      },
    })
  }, [list])
  return index
}
