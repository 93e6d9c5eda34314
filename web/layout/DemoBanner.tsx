import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { welcomePath } from '../paths.ts'
import { Button } from '../ui/controls.tsx'
import { number } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { demoQuery, useDemoWork, WorkProgress } from './demo.tsx'

type Way = 'replace' | 'remove'

/** Says that the company is invented, to everybody; an admin can take it out. */
export function DemoBanner() {
  const me = useMe()
  const [chosen, setWay] = useState<Way | null>(null)
  const admin = me.workspace.demo && me.role === 'admin'
  const { data } = useQuery({ ...demoQuery, enabled: admin })
  // begun before the page was loaded: still to be seen
  const way = chosen ?? (data?.work?.doing === 'remove' ? 'remove' : null)
  if (!me.workspace.demo) return null
  return (
    <div className="flex flex-wrap items-center gap-x-3 bg-info-soft px-4 text-meta text-info">
      <p className="py-1">Demo data: this company is invented, its figures are computed like yours would be.</p>
      {admin && (
        <p className="flex gap-3">
          <Act onClick={() => setWay('replace')}>Replace with mine</Act>
          <Act onClick={() => setWay('remove')}>Remove</Act>
        </p>
      )}
      {way && <Removal way={way} onClose={() => setWay(null)} />}
    </div>
  )
}
const Act = ({ onClick, children }: { onClick: () => void; children: string }) => (
  <button type="button" className="min-h-6 font-medium underline max-md:min-h-11" onClick={onClick}>
    {children}
  </button>
)

const words = {
  accounts: 'accounts',
  contacts: 'contacts',
  deals: 'deals',
  tasks: 'tasks',
  time_entries: 'time entries',
}
type Counts = Record<keyof typeof words, number>
const listed = (counts: Counts) =>
  (Object.keys(words) as (keyof Counts)[])
    .filter((name) => counts[name] > 0)
    .map((name) => `${number(counts[name])} ${words[name]}`)
    .join(', ')

/** It cannot be undone, so it is asked, with what will go. */
function Removal({ way, onClose }: { way: Way; onClose: () => void }) {
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery({
    queryKey: ['demo', 'removal'],
    queryFn: () => api.get('/demo/removal', {}),
    gcTime: 0,
  })
  const { work, running, begin } = useDemoWork('remove', () => {
    say('The demo data is gone.')
    void navigate({ to: welcomePath })
  })
  return (
    <Modal title={way === 'replace' ? 'Replace the demo with your own' : 'Remove the demo'} onClose={onClose}>
      {error && <ErrorNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading rows={3} />}
      {data && (
        <div className="flex flex-col gap-2 text-body text-text">
          <p>
            Removed for good: {listed(data.removed)}; {number(data.removed.users)} people of the demo.
          </p>
          {listed(data.kept) !== '' && <p>Kept, because something of yours hangs on it: {listed(data.kept)}.</p>}
          {data.deactivated > 0 && (
            <p>
              {number(data.deactivated)} people of the demo did something or own something that stays. They are
              deactivated, and what they own becomes yours.
            </p>
          )}
          <p>
            What you made stays, your sign-in too, and the record of changes. Next come four steps to set up your own.
          </p>
        </div>
      )}
      {running && <WorkProgress work={work} label="Removing the demo data…" />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose} disabled={running}>
          Cancel
        </Button>
        <Button look="primary" disabled={running || !data} onClick={() => void begin().catch(sayFailed)}>
          Remove demo data
        </Button>
      </div>
    </Modal>
  )
}
