import { CircleCheck, CircleX, Handshake, Search } from 'lucide-react'
import { api } from '../data/client.ts'
import { Badge } from '../ui/controls.tsx'
import { words } from '../ui/formats.tsx'

export const getDeal = (id: string) => api.get('/deals/{id}', { params: { id } })
export type Deal = Awaited<ReturnType<typeof getDeal>>
export type Stage = Deal['stage']
export const isClosed = ({ stage }: { stage: Stage }) => stage === 'won' || stage === 'lost'

export const getBoard = (query: BoardFilters & { limit: number }) => api.get('/deals/board', { query: query as never })
export type Board = Awaited<ReturnType<typeof getBoard>>
/** What narrows the board, as the address has it. */
export type BoardFilters = Record<string, unknown>

/** The cards that follow those of the board. */
export const moreCards = (stage: Stage, filters: BoardFilters, cursor: string, limit: number) =>
  api.get('/deals', { query: { ...filters, stage: [stage], sort: 'position', cursor, limit } as never })

const looks = {
  prospecting: { tone: 'info', icon: Search },
  negotiation: { tone: 'accent', icon: Handshake },
  won: { tone: 'success', icon: CircleCheck },
  lost: { tone: 'neutral', icon: CircleX },
} as const
export const stages = Object.keys(looks).map((value) => ({ value, label: words(value) }))

export function StageBadge({ stage }: { stage: Deal['stage'] }) {
  const { tone, icon: Icon } = looks[stage]
  return (
    <Badge tone={tone} icon={<Icon size={12} aria-hidden />}>
      {words(stage)}
    </Badge>
  )
}
