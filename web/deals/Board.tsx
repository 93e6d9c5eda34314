/** Deals as cards in columns by stage: moved by dragging, by keys and by a menu, all three the same deed. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { PageHeader, type Tab } from '../layout/PageHeader.tsx'
import { SearchBox } from '../layout/SearchBox.tsx'
import { useKeys } from '../layout/keys.ts'
import { usePeople } from '../people/calls.ts'
import { Button, SelectField } from '../ui/controls.tsx'
import { Modal, Peek } from '../ui/Panel.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { BoardColumn } from './BoardColumn.tsx'
import { ClosingDialog, StageMenu } from './BoardDialogs.tsx'
import { columnOf, placeOf, type Place } from './board-state.ts'
import { cardId } from './DealCard.tsx'
import { CreateDeal } from './DealForms.tsx'
import { DealPeek } from './DealPeek.tsx'
import { isClosed, stages, type Deal, type Stage } from './calls.tsx'
import { isPeriod, periods, startOf, todayIn } from './periods.ts'
import { useBoard } from './useBoard.ts'

type Asking = { deal: Deal; to: Place | null }

export default function Board({ layouts }: { layouts: Tab[] }) {
  const me = useMe()
  const people = usePeople()
  const { search, set } = useAddress()
  const today = todayIn(me.zone)
  const period = isPeriod(search['closed']) ? search['closed'] : 'quarter'
  const closed_from = startOf(period, today)
  const { board, move, loadMore, ...query } = useBoard({
    ...(search['q'] && { q: search['q'] }),
    ...(search['owner_id'] && { owner_id: search['owner_id'] }),
    ...(closed_from && { closed_from }),
  })
  const [asking, setAsking] = useState<Asking | null>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const wanted = useRef<string | null>(null)
  const writes = me.can('deals:write')
  const opened = search['peek']
  const cards = board?.data.flatMap((column) => column.cards.data) ?? []

  useEffect(() => {
    // a card that changed its column is a new element: the focus follows it
    if (wanted.current === null || asking) return
    document.getElementById(cardId(wanted.current))?.focus()
    wanted.current = null
  })
  useKeys({
    ...(opened && { Escape: () => set({ peek: undefined }) }),
  })

  const go = (deal: Deal, to: Place) => {
    const from = placeOf(board!, deal.id)
    if (!from || (from.stage === to.stage && from.index === to.index)) return
    wanted.current = deal.id
    if (from.stage !== to.stage && isClosed(to)) setAsking({ deal, to })
    else void move(deal, to)
  }
  const close = () => {
    wanted.current = asking?.deal.id ?? null
    setAsking(null)
  }
  const drop = (stage: Stage) => (id: string, index: number) => {
    const deal = cards.find((card) => card.id === id)
    const from = board && placeOf(board, id)
    // the index was counted with the card itself still above it
    if (deal && from) go(deal, { stage, index: from.stage === stage && from.index < index ? index - 1 : index })
  }
  const onKey = (event: KeyboardEvent) => {
    const deal = cards.find(({ id }) => cardId(id) === (event.target as HTMLElement).id)
    if (!deal || !board || event.ctrlKey || event.metaKey || event.altKey) return
    const next = beyond(
      board.data.map((column) => column.stage),
      placeOf(board, deal.id)!,
      event.key,
    )
    if (next && event.shiftKey) {
      if (writes) go(deal, clamped(board, deal, next))
    } else if (next) {
      const target = columnOf(board, next.stage).cards.data
      const to = target[Math.max(0, Math.min(target.length - 1, next.index))]
      if (to) document.getElementById(cardId(to.id))?.focus()
    } else if (event.key === ' ') set({ peek: deal.id })
    else if (event.key === 's' && writes) setAsking({ deal, to: null })
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <>
      <PageHeader title="Deals/Projects" tabs={layouts} record={cards.find(({ id }) => id === opened)?.name}>
        {writes && (
          <Button look="primary" onClick={() => set({ new: 'deal' })}>
            Create deal
          </Button>
        )}
      </PageHeader>
      <div className="flex flex-wrap items-end gap-3">
        <SearchBox label="Search deals" value={search['q'] ?? ''} onSearch={(q) => set({ q, peek: undefined })} />
        <Choice
          label="Owner"
          value={search['owner_id'] ?? ''}
          onChange={(owner_id) => set({ owner_id: owner_id || undefined })}
          options={[{ value: '', label: 'Owner: any' }, ...people]}
        />
        <Choice
          label="Won and lost"
          value={period}
          onChange={(closed) => set({ closed })}
          options={periods.map(({ value, label }) => ({ value, label: `Closed: ${label}` }))}
        />
        <div className="w-full md:hidden">
          <SelectField
            label="Stage"
            value={search['stage'] ?? 'prospecting'}
            onChange={(event) => set({ stage: event.target.value })}
            options={stages.map(({ value, label }) => ({
              value,
              label: board ? `${label} (${columnOf(board, value as Stage).deals})` : label,
            }))}
          />
        </div>
      </div>
      {query.isError ? (
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
      ) : !board ? (
        <Loading />
      ) : (
        <div
          className="flex items-stretch gap-3 overflow-x-auto pb-2"
          onKeyDown={onKey}
          onFocus={({ target }) => setFocused(target.id.startsWith('card-') ? target.id.slice(5) : focused)}
        >
          {board.data.map((column) => (
            <BoardColumn
              key={column.stage}
              column={column}
              chosen={column.stage === (search['stage'] ?? 'prospecting')}
              focused={focused}
              openId={opened}
              showValues={me.can('values:read')}
              onMove={writes ? (deal) => setAsking({ deal, to: null }) : undefined}
              onDrop={drop(column.stage)}
              onPeek={({ id }) => set({ peek: id })}
              onMore={(stage) => void loadMore(stage)}
            />
          ))}
        </div>
      )}
      {asking?.to && (
        <ClosingDialog
          deal={asking.deal}
          stage={asking.to.stage}
          today={today}
          onClose={close}
          onChoose={(closing) => void move(asking.deal, asking.to!, closing)}
        />
      )}
      {asking && !asking.to && (
        <StageMenu deal={asking.deal} onClose={close} onChoose={(stage) => go(asking.deal, { stage, index: 0 })} />
      )}
      {opened && (
        <Peek title={cards.find(({ id }) => id === opened)?.name ?? 'Deal'} onClose={() => set({ peek: undefined })}>
          <DealPeek key={opened} id={opened} />
        </Peek>
      )}
      {writes && search['new'] === 'deal' && (
        <Modal title="Create deal" onClose={() => set({ new: undefined })}>
          <CreateDeal done={() => set({ new: undefined })} />
        </Modal>
      )}
    </>
  )
}

/** The place one step further in the direction of the key; null where the key is none or nothing is there. */
function beyond(order: Stage[], { stage, index }: Place, key: string): Place | null {
  const across = { ArrowLeft: -1, ArrowRight: 1 }[key]
  const along = { ArrowUp: -1, ArrowDown: 1, k: -1, j: 1, K: -1, J: 1 }[key]
  if (along) return { stage, index: index + along }
  const next = across === undefined ? undefined : order[order.indexOf(stage) + across]
  return next === undefined ? null : { stage: next, index }
}

/** Within the cards that are there. */
const clamped = (board: NonNullable<ReturnType<typeof useBoard>['board']>, deal: Deal, { stage, index }: Place) => {
  const others = columnOf(board, stage).cards.data.filter(({ id }) => id !== deal.id)
  return { stage, index: Math.max(0, Math.min(others.length, index)) }
}

type ChoiceProps = {
  label: string
  value: string
  onChange: (value: string) => void
  options: { value: string; label: string }[]
}
const Choice = ({ label, value, onChange, options }: ChoiceProps) => (
  <div className="w-44 max-md:w-[calc(50%-0.375rem)]">
    <SelectField
      label={label}
      hideLabel
      value={value}
      onChange={(event) => onChange(event.target.value)}
      options={options}
    />
  </div>
)
