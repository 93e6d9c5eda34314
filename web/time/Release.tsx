import { useQueryClient } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { Button } from '../ui/controls.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import type { Entry } from './calls.ts'

/** The person decides who sees what their work was called; the decision can be taken back. */
export function Release({ entries }: { entries: Pick<Entry, 'id' | 'released'>[] }) {
  const client = useQueryClient()
  const released = entries.every((entry) => entry.released)
  const ids = entries.filter((entry) => entry.released === released).map(({ id }) => id)
  const put = async (to: boolean) => {
    await api.post('/time-entries/release', { body: { ids, released: to } })
    await client.invalidateQueries({ queryKey: ['time'] })
  }
  const decide = async () => {
    await put(!released)
    say(released ? 'Titles are yours alone again.' : 'Titles released to those who see the time.', () => put(released))
  }
  const many = entries.length === 1 ? 'title' : `${ids.length} titles`
  return (
    <Button className="self-start" onClick={() => void decide().catch(sayFailed)}>
      {released ? `Take back ${many}` : `Release ${many}`}
    </Button>
  )
}
