/** What a move does to the board that is on the screen, before the server has answered. */
import type { Board, Deal, Stage } from './calls.tsx'

/** A place in a column, counted without the card that goes there. */
export type Place = { stage: Stage; index: number }
export type Beside = { after_id?: string; before_id?: string }

export const columnOf = (board: Board, stage: Stage) => board.data.find((column) => column.stage === stage)!

export function placeOf(board: Board, id: string): Place | null {
  for (const { stage, cards } of board.data) {
    const index = cards.data.findIndex((card) => card.id === id)
    if (index >= 0) return { stage, index }
  }
  return null
}

/** The neighbour that tells the server the place; none for the top of an empty column. */
export function besideOf(board: Board, id: string, { stage, index }: Place): Beside {
  const others = columnOf(board, stage).cards.data.filter((card) => card.id !== id)
  const above = others[index - 1]
  if (above) return { after_id: above.id }
  return others[0] ? { before_id: others[0].id } : {}
}

/** The board with the card at its new place. The sums of the columns wait for the server; the counts need not. */
export function withMoved(board: Board, card: Deal, to: Place): Board {
  return {
    data: board.data.map((column) => {
      const cards = column.cards.data.filter(({ id }) => id !== card.id)
      const left = column.cards.data.length - cards.length
      const joins = column.stage === to.stage ? 1 : 0
      if (joins) cards.splice(to.index, 0, { ...card, stage: to.stage })
      return { ...column, deals: column.deals - left + joins, cards: { ...column.cards, data: cards } }
    }),
  }
}

export function withMore(board: Board, stage: Stage, more: Board['data'][number]['cards']): Board {
  return {
    data: board.data.map((column) => {
      if (column.stage !== stage) return column
      const known = new Set(column.cards.data.map(({ id }) => id))
      const fresh = more.data.filter(({ id }) => !known.has(id))
      return { ...column, cards: { ...more, data: [...column.cards.data, ...fresh] } }
    }),
  }
}
