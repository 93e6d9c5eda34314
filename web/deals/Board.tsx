/** Deals as cards in columns by stage: moved by dragging, by keys and by a menu, all three the same deed. */
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { useDays } from '../layout/DateRange.tsx'
import { inForce, queryOf, valuesOf } from '../layout/filters.ts'
import { LayoutPage } from '../layout/LayoutPage.tsx'
import { isPhone } from '../layout/screen.ts'
import { useRowMenu } from '../layout/useRowMenu.tsx'
import { cardId, idOfCard } from '../ui/BoardCard.tsx'
import { SelectField } from '../ui/controls.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { BoardColumn } from './BoardColumn.tsx'
import { ClosingDialog, StageMenu } from './BoardDialogs.tsx'
import { columnOf, placeOf, type Place } from './board-state.ts'
import { CreateDeal, useDeals } from './DealForms.tsx'
import { DealPeek } from './DealPeek.tsx'
import { isClosed, stages, type Deal, type Stage } from './calls.tsx'
import { closedFilter, layouts, useDealFilters } from './filters.ts'
import { startOf, todayIn } from './periods.ts'
import { useBoard } from './useBoard.ts'

type Asking = { deal: Deal; to: Place | null }

export default function Board() {
  const me = useMe()
  const { search, set } = useAddress()
  const navigate = useNavigate()
  const openPage = (id: string) => void navigate({ to: '/deals/$id', params: { id } } as never)
  const today = todayIn(me.zone)
  const filters = [...useDealFilters(), closedFilter]
  const { stage: _columns, closed: period, ...narrowed } = queryOf(filters, search)
  const closed_from = startOf(period as string | undefined, today)
  const { board, move, loadMore, ...query } = useBoard({
    ...narrowed,
    ...useDays(search),
    ...(closed_from && { closed_from }),
  })
  const wantedStages = valuesOf(inForce(filters, search)['stage'])
  const shown = stages.filter(({ value }) => wantedStages.length === 0 || wantedStages.includes(value))
  const chosen = shown.find(({ value }) => value === search['column'])?.value ?? shown[0]?.value
  const [asking, setAsking] = useState<Asking | null>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const wanted = useRef<string | null>(null)
  const writes = me.can('deals:write')
  const columns = board?.data.filter(({ stage }) => shown.some(({ value }) => value === stage)) ?? []
  const cards = columns.flatMap((column) => column.cards.data)

  useEffect(() => {
    // a card that changed its column is a new element: the focus follows it
    if (wanted.current === null || asking) return
    document.getElementById(cardId(wanted.current))?.focus()
    wanted.current = null
  })

  const deals = useDeals()
  const { keys, menu } = useRowMenu({
    resource: writes ? deals : undefined,
    home: '/deals',
    onPeek: ({ id }) => set({ peek: id }),
    deeds: writes
      ? [{ letter: 'S', label: 'Move to a stage…', run: (deal: Deal) => setAsking({ deal, to: null }) }]
      : [],
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
    const deal = cards.find(({ id }) => id === idOfCard(event.target))
    if (!deal || !board || event.ctrlKey || event.metaKey || event.altKey) return
    const next = beyond(
      columns.map((column) => column.stage),
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
    else if (keys[event.key]) keys[event.key]!(deal)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <LayoutPage
      title="Deals/Projects"
      noun="deal"
      tabs={layouts}
      views="deals"
      filters={filters}
      dates="Closing"
      nameOf={(id) => cards.find((card) => card.id === id)?.name}
      peek={(id) => <DealPeek key={id} id={id} />}
      onOpen={openPage}
      create={writes ? (done) => <CreateDeal done={done} /> : null}
      controls={
        <div className="w-full md:hidden">
          <SelectField
            label="Stage"
            value={chosen}
            onChange={(event) => set({ column: event.target.value })}
            options={shown.map(({ value, label }) => ({
              value,
              label: board ? `${label} (${columnOf(board, value as Stage).deals})` : label,
            }))}
          />
        </div>
      }
    >
      {query.isError ? (
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
      ) : !board ? (
        <Loading />
      ) : (
        <div
          className="flex items-stretch gap-3 overflow-x-auto pb-2"
          onKeyDown={onKey}
          onFocus={({ target }) => setFocused(idOfCard(target) ?? focused)}
        >
          {columns.map((column) => (
            <BoardColumn
              key={column.stage}
              column={column}
              chosen={column.stage === chosen}
              focused={focused}
              openId={search['peek']}
              showValues={me.can('values:read')}
              onMove={writes ? (deal) => setAsking({ deal, to: null }) : undefined}
              onDrop={drop(column.stage)}
              onPeek={({ id }) => (isPhone() ? openPage(id) : set({ peek: id }))}
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
        <StageMenu
          deal={asking.deal}
          onClose={close}
          onChoose={(stage) => {
            close()
            go(asking.deal, { stage, index: 0 })
          }}
        />
      )}
      {menu}
    </LayoutPage>
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
