/** Who sees what of one entry, in words. */
import { useQuery } from '@tanstack/react-query'
import { Clock, Eye, EyeOff } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import type { Viewer } from '../../domain/privacy.ts'
import { useMe } from '../data/me.ts'
import type { Entry } from '../time/calls.ts'
import { When } from '../ui/formats.tsx'
import { openLooksQuery, viewersQuery } from './calls.ts'
import { namesOf, timeLeft } from './visibility.ts'

type Props = { entry: Entry; teamFrom: string | undefined }

export function Visibility({ entry, teamFrom }: Props) {
  const viewers = useQuery(viewersQuery).data?.data
  if (!viewers) return null
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-meta text-text-2">
      <Said icon={viewers.length === 0 ? EyeOff : Eye}>
        {viewers.length === 0
          ? 'Only you see this entry.'
          : `${namesOf(viewers)} ${viewers.length === 1 ? 'sees' : 'see'} the hours and where they belong.`}
      </Said>
      <Title entry={entry} readers={viewers.filter(({ titles }) => titles !== 'never')} />
      {entry.status === 'unmapped' && teamFrom && <Turn teamFrom={teamFrom} />}
      {entry.status === 'quarantined' && <Said icon={Clock}>Kept aside: it counts nowhere.</Said>}
    </ul>
  )
}

function Said({ icon: Icon, children }: { icon: typeof Eye; children: ReactNode }) {
  return (
    <li className="flex gap-1.5">
      <Icon size={12} aria-hidden className="mt-1 shrink-0" />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </li>
  )
}

function Title({ entry, readers }: { entry: Entry; readers: Viewer[] }) {
  const me = useMe()
  const looks = useQuery(openLooksQuery(me.id)).data ?? []
  if (entry.evidence_erased_at) return <Said icon={EyeOff}>Title, address and app were erased; the hours stayed.</Said>
  const project = entry.project_from_editor
  if (entry.title === null && entry.url === null && entry.app === null && !project) return null
  const what = project ? 'Title and project' : 'Title'
  if (entry.released)
    return (
      <Said icon={Eye}>
        {readers.length === 0
          ? `${what} released; nobody may read ${project ? 'them' : 'it'} yet.`
          : `${what} released to ${namesOf(readers)}.`}
      </Said>
    )
  if (looks.length === 0) return <Said icon={EyeOff}>{what} yours alone.</Said>
  return looks.map(({ id, viewer_name, expires_at }) => (
    <Said key={id} icon={Eye}>
      {viewer_name} can read {project ? 'title and project' : 'the title'} until <When instant={expires_at} />, for a
      reason you were told.
    </Said>
  ))
}

/** How long it is one's own to place, before it stands in front of the team. */
function Turn({ teamFrom }: { teamFrom: string }) {
  const now_ms = useMinutes()
  const left_ms = Date.parse(teamFrom) - now_ms
  return (
    <Said icon={Clock}>
      {left_ms <= 0 ? (
        <>
          In the review queue of your team since <When instant={teamFrom} />.
        </>
      ) : (
        <>
          In your review queue alone for {timeLeft(left_ms)} more, until <When instant={teamFrom} />; then in that of
          your team.
        </>
      )}
    </Said>
  )
}

/** Unix milliseconds, a minute old at most. */
function useMinutes(): number {
  const [now_ms, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000)
    return () => clearInterval(timer)
  }, [])
  return now_ms
}
