/** From an entry back to what was recorded: who sent it, what it was made of, what became of it, and the record as it is stored. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { Button } from '../ui/controls.tsx'
import { Duration, When, words } from '../ui/formats.tsx'
import { Facts, Modal } from '../ui/Panel.tsx'
import { ErrorNote } from '../ui/states.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import type { Entry } from './calls.ts'
import { useReshaping } from './reshaping.ts'

const getOrigin = (id: string) => api.get('/time-entries/{id}/origin', { params: { id } })
type Found = Awaited<ReturnType<typeof getOrigin>>

export function Origin({ entry }: { entry: Entry }) {
  const me = useMe()
  const { data, error, refetch } = useQuery({
    queryKey: ['time', entry.id, 'origin', entry.version],
    queryFn: () => getOrigin(entry.id),
  })
  if (error) return <ErrorNote error={error} retry={() => void refetch()} />
  if (!data) return null
  const { recorded, reshaped, originals, parts } = data
  const key = entry.made_in ?? (entry.ended_as === 'split' ? entry.id : (parts[0]?.made_in ?? null))
  return (
    <section aria-label="Where it comes from" className="flex flex-col gap-2">
      <h3 className="font-semibold">Where it comes from</h3>
      <Facts
        facts={[
          ['Source', `${words(entry.source)} · ${words(entry.activity_type)}`],
          ...(recorded
            ? ([
                [recorded.by_program ? 'Sent by' : 'Entered by', recorded.by ?? 'Somebody who is gone'],
                ['On', <When instant={recorded.at} />],
              ] satisfies [string, React.ReactNode][])
            : []),
          ...(entry.external_id ? ([['Its id there', entry.external_id]] satisfies [string, string][]) : []),
        ]}
      />
      {reshaped && (
        <p className="text-text-2">
          {sentenceOf(entry, reshaped.how)} by {reshaped.by ?? 'a program'} on <When instant={reshaped.at} />.
        </p>
      )}
      <Related title="As it was recorded" rows={originals} />
      <Related title="What became of it" rows={parts} />
      {key && me.can('time:write') && reshaped && reshaped.how !== 'hidden' && (
        <PutBack
          id={key}
          changed={entry.ended_as === null ? entry.version > 1 : parts.some(({ version }) => version > 1)}
        />
      )}
      <Stored entry={entry} own={entry.user_id === me.id} />
    </section>
  )
}

type How = NonNullable<Found['reshaped']>['how']
const sentenceOf = ({ ended_as }: Entry, how: How) =>
  ended_as !== null
    ? words(how === 'hidden' ? 'split' : how)
    : how === 'merged'
      ? 'Merged from several'
      : 'Part of a split'

function Related({ title, rows }: { title: string; rows: Found['originals'] }) {
  const { set } = useAddress()
  if (rows.length === 0) return null
  return (
    <div>
      <p className="text-meta text-text-3">{title}</p>
      <ul className="max-h-48 overflow-y-auto rounded-card border border-border">
        {rows.map(({ id, start_time, end_time, duration_seconds }) => (
          <li key={id} className="border-t border-border first:border-0">
            <button
              type="button"
              className="flex min-h-(--control) w-full justify-between gap-3 px-3 text-left tabular-nums hover:bg-sunken"
              onClick={() => set({ peek: id })}
            >
              <span className="self-center text-accent-text underline">
                <When instant={start_time} /> – <When instant={end_time} timeOnly />
              </span>
              <span className="self-center">
                <Duration seconds={duration_seconds} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What was done to the parts since is lost with them: that is asked first. */
function PutBack({ id, changed }: { id: string; changed: boolean }) {
  const { back } = useReshaping()
  const { set } = useAddress()
  const [asking, setAsking] = useState(false)
  const run = async (even_changed: boolean) => {
    setAsking(false)
    await back([id], even_changed)
    set({ peek: undefined })
    say('Put back as it was recorded.')
  }
  return (
    <>
      <Button
        className="self-start"
        onClick={() => (changed ? setAsking(true) : void run(false).catch(() => setAsking(true)))}
      >
        Put back as it was
      </Button>
      {asking && (
        <Modal title="Put back as it was" onClose={() => setAsking(false)}>
          <p>What was made of it was changed since: mapped, marked or tagged. Putting it back gives that up.</p>
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={() => setAsking(false)}>Cancel</Button>
            <Button look="primary" autoFocus onClick={() => void run(true).catch(sayFailed)}>
              Put back and give that up
            </Button>
          </div>
        </Modal>
      )}
    </>
  )
}

/** What the agent said, field by field. What is the person's own and was not released is not in it. */
function Stored({ entry, own }: { entry: Entry; own: boolean }) {
  const { source, external_id, start_time, end_time, duration_seconds, activity_type, productivity_score } = entry
  const { project_name, project_from_editor, tags, app, title, url, zone, synced_at } = entry
  const shown = own || entry.released || title !== null || url !== null || app !== null
  const when = { start_time, end_time, duration_seconds, zone, synced_at }
  const what = { activity_type, productivity_score, project_name, project_from_editor, tags }
  const record = { source, external_id, ...when, ...what, ...(shown && { app, title, url }) }
  return (
    <details className="rounded-card border border-border">
      <summary className="min-h-(--control) cursor-pointer px-3 py-2 font-medium">The record as it is stored</summary>
      <pre tabIndex={0} className="overflow-x-auto border-t border-border px-3 py-2 font-mono text-meta">
        {JSON.stringify(record, null, 2)}
      </pre>
      {!shown && (
        <p className="border-t border-border px-3 py-2 text-meta text-text-3">
          Title, address and app are the person’s own and not released.
        </p>
      )}
    </details>
  )
}
