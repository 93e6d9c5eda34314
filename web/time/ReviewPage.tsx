import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { clsx } from 'clsx'
import { useMe } from '../data/me.ts'
import { useAddress } from '../data/list.ts'
import { useKeys } from '../layout/keys.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { Button, Kbd } from '../ui/controls.tsx'
import { Duration, When, hours } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import { Empty, ErrorNote, Loading } from '../ui/states.tsx'
import { say, sayFailed, undoLast } from '../ui/toasts.tsx'
import { assign, giveBack, listWaiting, timeTabs, type Target, type Waiting } from './calls.ts'
import { TargetPicker } from './TargetPicker.tsx'

type Choice = Target & { name: string }
const internal: Choice = { account_id: null, deal_id: null, name: 'internal work' }

export default function ReviewPage() {
  const me = useMe()
  const client = useQueryClient()
  const { search, set } = useAddress()
  const mine = search['whose'] === 'mine'
  const queue = useQuery({
    queryKey: ['unmapped', 'queue', mine],
    queryFn: () => listWaiting({ limit: 200, ...(mine && { user_id: [me.id] }) }),
  })
  const [at, setAt] = useState(0)
  const [asking, setAsking] = useState<'target' | { choice: Choice; ids: string[] } | null>(null)
  const started = useRef<number | null>(null)
  const rows = queue.data?.data ?? []
  const total = queue.data?.total ?? 0
  started.current ??= queue.data ? total : null
  const current = rows[Math.min(at, rows.length - 1)]

  const refresh = () =>
    Promise.all(['unmapped', 'time', 'reports'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  const place = async (ids: string[], choice: Choice) => {
    setAsking(null)
    try {
      const { results } = await assign(ids, { account_id: choice.account_id ?? null, deal_id: choice.deal_id ?? null })
      const done = results.filter(({ status }) => status === 'done').map(({ id }) => id)
      const skipped = results.length - done.length
      say(
        `${done.length === 1 ? 'Placed' : `${done.length} placed`} on ${choice.name}${skipped > 0 ? `, ${skipped} skipped` : ''}.`,
        () => giveBack(done).then(refresh),
      )
      await refresh()
    } catch (error) {
      sayFailed(error as Error)
    }
  }
  const guess = (index: number): Choice | null => {
    const found = current?.guesses[index]
    return found ? { account_id: found.account_id, deal_id: found.deal_id, name: found.name } : null
  }
  const accept = (index: number) => {
    const choice = guess(index)
    if (current && choice) void place([current.id], choice)
  }
  const askSimilar = async () => {
    const choice = guess(0)
    if (!current || !choice) return
    const similar = await listWaiting({ limit: 200, similar_to: current.id }).catch(sayFailed)
    if (similar) setAsking({ choice, ids: similar.data.map(({ id }) => id) })
  }
  const move = (by: number) => setAt(Math.max(0, Math.min(rows.length - 1, at + by)))
  const writable = me.can('time:write')
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    ...(writable && {
      ...Object.fromEntries([1, 2, 3, 4, 5].map((key) => [String(key), () => accept(key - 1)])),
      m: () => current && setAsking('target'),
      n: () => current && void place([current.id], internal),
      a: () => void askSimilar(),
      u: () => void undoLast(),
    }),
  })

  return (
    <>
      <PageHeader title="Review" tabs={timeTabs(me.can('imports:write'))}>
        <Button aria-pressed={mine} onClick={() => set({ whose: mine ? undefined : 'mine' })}>
          {mine ? 'Show all I may see' : 'Only mine'}
        </Button>
        <p role="status" className="text-text-2">
          {total} waiting · {hours(queue.data?.total_seconds ?? 0)} h
          {started.current !== null &&
            started.current > total &&
            ` · ${started.current - total} of ${started.current} settled`}
        </p>
      </PageHeader>
      {queue.isError ? (
        <ErrorNote error={queue.error} retry={() => void queue.refetch()} />
      ) : queue.isPending ? (
        <Loading />
      ) : !current ? (
        <Empty title="All done">
          Every hour has its place. New time that cannot be placed for sure will wait here.
        </Empty>
      ) : (
        <div className="grid gap-4 md:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]">
          <Queue rows={rows} current={current} onPick={(row) => setAt(rows.indexOf(row))} />
          <Decision
            entry={current}
            writable={writable}
            accept={accept}
            ask={() => setAsking('target')}
            setInternal={() => void place([current.id], internal)}
            askSimilar={() => void askSimilar()}
          />
        </div>
      )}
      {asking === 'target' && current && (
        <Modal title="Map to…" onClose={() => setAsking(null)}>
          <TargetPicker
            autoFocus
            label="Deal or account"
            onChoose={(target) =>
              void place([current.id], {
                account_id: target.account_id,
                deal_id: target.deal_id,
                name: target.deal_name ?? target.account_name,
              })
            }
          />
        </Modal>
      )}
      {asking !== null && asking !== 'target' && (
        <Modal
          title={`Put ${asking.ids.length} similar entries on ${asking.choice.name}?`}
          onClose={() => setAsking(null)}
        >
          <p className="text-text-2">
            They are of the same person with the same project name, title and app. It can be undone.
          </p>
          <Button look="primary" autoFocus onClick={() => void place(asking.ids, asking.choice)}>
            Place {asking.ids.length} entries
          </Button>
          <Button onClick={() => setAsking(null)}>Cancel</Button>
        </Modal>
      )}
    </>
  )
}

const nameOf = ({ project_name, title, app }: Waiting) => project_name ?? title ?? app ?? 'No name'

const Queue = ({ rows, current, onPick }: { rows: Waiting[]; current: Waiting; onPick: (row: Waiting) => void }) => (
  <ul
    aria-label="Waiting entries"
    className="max-h-[70dvh] overflow-y-auto rounded-card border border-border bg-surface max-md:max-h-60"
  >
    {rows.map((row) => (
      <li key={row.id}>
        <button
          type="button"
          aria-current={row.id === current.id}
          onClick={() => onPick(row)}
          className={clsx(
            'flex w-full items-center justify-between gap-2 border-b border-border px-3 py-2 text-left text-row',
            row.id === current.id ? 'bg-accent-soft' : 'hover:bg-sunken',
          )}
        >
          <span className="min-w-0">
            <span className="block truncate font-medium">{nameOf(row)}</span>
            <span className="text-meta text-text-3">
              {row.user_name} · <When instant={row.start_time} />
            </span>
          </span>
          <Duration seconds={row.duration_seconds} />
        </button>
      </li>
    ))}
  </ul>
)

type DecisionProps = {
  entry: Waiting
  writable: boolean
  accept: (index: number) => void
  ask: () => void
  setInternal: () => void
  askSimilar: () => void
}

const Decision = ({ entry, writable, accept, ask, setInternal, askSimilar }: DecisionProps) => (
  <section aria-label="Decision" className="flex flex-col gap-4 rounded-card border border-border bg-surface p-4">
    <div>
      <h2 className="text-section font-semibold">{nameOf(entry)}</h2>
      <p className="text-text-2">
        {entry.user_name} · <When instant={entry.start_time} /> · <Duration seconds={entry.duration_seconds} />
      </p>
      {entry.title && <p className="text-text-2">Title, only you see it: {entry.title}</p>}
      {entry.tags.length > 0 && <p className="text-text-2">Tags: {entry.tags.join(', ')}</p>}
      <p className="mt-2 text-text-3">{entry.reason}</p>
    </div>
    <ol aria-label="Guesses" className="flex flex-col gap-2">
      {entry.guesses.map((found, index) => (
        <li key={`${found.deal_id}${found.account_id}`}>
          <button
            type="button"
            disabled={!writable}
            onClick={() => accept(index)}
            className="flex w-full items-center gap-3 rounded-card border border-border px-3 py-2 text-left hover:bg-sunken"
          >
            <Kbd>{index + 1}</Kbd>
            <span className="min-w-0 flex-1">
              <span className="block font-medium">
                {found.name} {found.deal_id && <span className="font-normal text-text-3">{found.account_name}</span>}
              </span>
              <span className="text-meta text-text-3">{found.reason}</span>
            </span>
            <span>{Math.round(found.confidence * 100)} %</span>
          </button>
        </li>
      ))}
      {entry.guesses.length === 0 && <li className="text-text-2">No guess is worth showing.</li>}
    </ol>
    {writable && (
      <div className="flex flex-wrap gap-2">
        <Button onClick={ask}>
          Map to… <Kbd>M</Kbd>
        </Button>
        <Button onClick={setInternal}>
          Internal, not billable <Kbd>N</Kbd>
        </Button>
        {entry.similar > 1 && entry.guesses.length > 0 && (
          <Button onClick={askSimilar}>
            First guess for all {entry.similar} similar <Kbd>A</Kbd>
          </Button>
        )}
      </div>
    )}
  </section>
)
