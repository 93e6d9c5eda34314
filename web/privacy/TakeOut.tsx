import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { siteOf } from '../../domain/exclusions.ts'
import { api } from '../data/client.ts'
import type { Entry } from '../time/calls.ts'
import { Button } from '../ui/controls.tsx'
import { When } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { useExclusions } from './calls.ts'

/** It cannot be taken back, so it is asked; and whoever takes one out may never want the like recorded. */
export function TakeOut({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const client = useQueryClient()
  const { data, keep } = useExclusions()
  const [app, setApp] = useState(false)
  const [site, setSite] = useState(false)
  const [busy, setBusy] = useState(false)
  const host = entry.url === null ? null : siteOf(entry.url)
  const takeOut = async () => {
    setBusy(true)
    await api.post('/time-entries/hide', { body: { ids: [entry.id] } })
    onClose()
    say('Taken out. How long it was stays with you, under “Left out”.')
    await client.invalidateQueries({ queryKey: ['time'] })
    await client.invalidateQueries({ queryKey: ['unmapped'] })
    await client.invalidateQueries({ queryKey: ['left-out'] })
    if (data && ((app && entry.app) || (site && host)))
      await keep(
        {
          ...(app && entry.app && { apps: [...data.apps, entry.app] }),
          ...(site && host && { sites: [...data.sites, host] }),
        },
        'Kept out from now on.',
      )
  }
  return (
    <Modal title="Take this entry out" onClose={onClose}>
      <p>
        The entry from <When instant={entry.start_time} /> to <When instant={entry.end_time} timeOnly /> is deleted for
        good, for you as well
        {entry.deal_name && ` and for ${entry.deal_name}`}. What remains is how long it was, for you alone, and in the
        record of changes that there was an entry.
      </p>
      {entry.app && <Also label={`Keep out ${entry.app} from now on`} on={app} set={setApp} />}
      {host && <Also label={`Keep out ${host} from now on`} on={site} set={setSite} />}
      <div className="flex flex-wrap justify-end gap-2 max-md:[&>button]:min-h-11 max-md:[&>button]:flex-1">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="primary"
          disabled={busy}
          onClick={() =>
            void takeOut()
              .catch(sayFailed)
              .finally(() => setBusy(false))
          }
        >
          Take out for good
        </Button>
      </div>
    </Modal>
  )
}

const Also = ({ label, on, set }: { label: string; on: boolean; set: (on: boolean) => void }) => (
  <label className="flex min-h-8 items-center gap-2 wrap-anywhere max-md:min-h-11">
    <input
      type="checkbox"
      className="size-4 shrink-0 accent-accent"
      checked={on}
      onChange={(event) => set(event.target.checked)}
    />
    {label}
  </label>
)
