import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { api } from '../data/client.ts'
import { words } from '../ui/formats.tsx'
import { say, sayFailed, track } from '../ui/toasts.tsx'
import { besideOf, columnOf, placeOf, withMore, withMoved, type Place } from './board-state.ts'
import { getBoard, moreCards, type Board, type BoardFilters, type Deal, type Stage } from './calls.tsx'

const first = 25
/** The most that a board answers with at once. */
const most = 100
export type ClosingFields = { reason: string | null; closed_on: string }

/** The board, and what can be done to it: moves are shown at once and taken back where the server refuses. */
export function useBoard(filters: BoardFilters) {
  const client = useQueryClient()
  const key = ['deals', 'board', filters]
  const shown = () => client.getQueryData<Board>(key)
  const query = useQuery({
    queryKey: key,
    // reading again does not shorten a column that was paged further
    queryFn: () => {
      const longest = Math.max(first, ...(shown()?.data.map(({ cards }) => cards.data.length) ?? []))
      return getBoard({ ...filters, limit: Math.min(most, longest) })
    },
    placeholderData: (before) => before,
  })
  const queue = useRef(Promise.resolve())
  const versions = useRef(new Map<string, number>())
  const reread = () => Promise.all(['deals', 'reports'].map((name) => client.invalidateQueries({ queryKey: [name] })))

  async function move(card: Deal, to: Place, closing?: ClosingFields): Promise<void> {
    const board = shown()
    const from = board && placeOf(board, card.id)
    if (!board || !from) return
    await client.cancelQueries({ queryKey: key })
    client.setQueryData(key, withMoved(board, card, to))
    const send = (place: Place, version: number, more?: ClosingFields) =>
      api.post('/deals/{id}/move', {
        params: { id: card.id },
        body: { stage: place.stage, ...besideOf(board, card.id, place), ...more },
        version,
      })
    // one after the other: of a card that is moved twice the second move knows the version the first one made
    const deed = queue.current.then(async () => {
      try {
        const saved = await send(to, versions.current.get(card.id) ?? card.version, closing)
        versions.current.set(card.id, saved.version)
        say(announcement(shown()!, card, to), () => send(from, saved.version).then(reread))
      } catch (error) {
        client.setQueryData(key, board)
        sayFailed(error as Error)
      }
    })
    queue.current = deed
    await track(deed)
    if (queue.current !== deed) return
    await reread()
    versions.current.clear()
  }

  async function loadMore(stage: Stage): Promise<void> {
    const cursor = columnOf(shown()!, stage).cards.next_cursor
    if (!cursor) return
    const more = await moreCards(stage, filters, cursor, first)
    client.setQueryData<Board>(key, (board) => board && withMore(board, stage, more))
  }
  return { ...query, board: query.data, move, loadMore }
}

const announcement = (board: Board, { name }: Deal, { stage, index }: Place) =>
  `${name} moved to ${words(stage)}, ${index + 1} of ${columnOf(board, stage).deals}.`
