import { clsx } from 'clsx'
import { ArrowRightLeft } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { Button } from './controls.tsx'
import { useDraggable } from './dragging.ts'

type Props = {
  id: string
  name: string
  /** The one element of the card that has the focus, with `cardId` and `tabIndex`. */
  heading: (focusable: { id: string; tabIndex: number; className: string }) => ReactNode
  /** The one card of its column that Tab reaches; arrows reach the others. */
  reachable: boolean
  open: boolean
  /** Left out for who may not move it. */
  onMove?: (() => void) | undefined
  onPeek: () => void
  children: ReactNode
}

export const cardId = (id: string) => `card-${id}`
/** The record whose card this element is the heading of. */
export const idOfCard = (element: EventTarget) =>
  element instanceof HTMLElement && element.id.startsWith('card-') ? element.id.slice(5) : null

/** One record on a board: dragged by its whole, opened beside the board by a click, moved by a menu too. */
export function BoardCard({ id, name, heading, reachable, open, onMove, onPeek, children }: Props) {
  const card = useRef<HTMLLIElement>(null)
  const movable = onMove !== undefined
  const dragged = useDraggable(card, id, movable)
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
        {heading({
          id: cardId(id),
          tabIndex,
          className: 'min-h-6 min-w-0 flex-1 text-left font-medium break-words hover:underline',
        })}
        {onMove && (
          <Button
            look="quiet"
            tabIndex={tabIndex}
            aria-label={`Move ${name} to…`}
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
      {children}
    </li>
  )
}
