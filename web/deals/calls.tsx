import { CircleCheck, CircleX, Handshake, Search } from 'lucide-react'
import { api } from '../data/client.ts'
import { Badge } from '../ui/controls.tsx'
import { words } from '../ui/formats.tsx'

export const getDeal = (id: string) => api.get('/deals/{id}', { params: { id } })
export type Deal = Awaited<ReturnType<typeof getDeal>>

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
