import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useMe } from '../data/me.ts'
import { useAddress } from '../data/list.ts'
import { useKeys } from '../layout/keys.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { Button } from '../ui/controls.tsx'
import { hours } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import { Empty, ErrorNote, Loading } from '../ui/states.tsx'
import { undoLast } from '../ui/toasts.tsx'
import { listWaiting, timeTabs, type Waiting } from './calls.ts'
import { Decision } from './Decision.tsx'
import { internal, usePlacing, type Choice } from './placing.ts'
import { Queue } from './Queue.tsx'
import { ruleFrom } from './rule-from.ts'
import { SimilarDialog, isAlike } from './SimilarDialog.tsx'
import { TargetPicker } from './TargetPicker.tsx'

export default function ReviewPage() {
  const me = useMe()
  const { search, set } = useAddress()
  const navigate = useNavigate()
  const goTo = (place: object) => void navigate(place as never)
  const mine = search['whose'] !== 'all'
  const queue = useQueue(mine ? me.id : null)
  const { rows, current } = queue
  const [asking, setAsking] = useState<'target' | 'similar' | null>(null)
  const [last, setLast] = useState<{ choice: Choice; entry: Waiting } | null>(null)

  const put = (ids: string[], choice: Choice) => {
    setAsking(null)
    if (current) setLast({ choice, entry: current })
    void queue.settle(ids, choice)
  }
  const accept = (index: number) => {
    const found = current?.guesses[index]
    if (current && found) put([current.id], found)
  }
  const writable = me.can('time:write')
  const deeds = {
    accept,
    ask: () => current && setAsking('target'),
    setInternal: () => current && put([current.id], internal),
    askSimilar: () => current && current.similar > 1 && setAsking('similar'),
    makeRule:
      writable && me.can('rules:write')
        ? () =>
            current && goTo(ruleFrom(current, last && isAlike(last.entry, current) ? last.choice : current.guesses[0]))
        : null,
  }
  useKeys({
    j: () => queue.move(1),
    k: () => queue.move(-1),
    ArrowDown: () => queue.move(1),
    ArrowUp: () => queue.move(-1),
    ...(writable && {
      ...Object.fromEntries([1, 2, 3, 4, 5].map((key) => [String(key), () => accept(key - 1)])),
      m: deeds.ask,
      n: deeds.setInternal,
      a: deeds.askSimilar,
      ...(deeds.makeRule && { r: deeds.makeRule }),
      u: () => void undoLast(),
    }),
  })

  return (
    <>
      <PageHeader title="Review" tabs={timeTabs(me)}>
        <Button onClick={() => set({ whose: mine ? 'all' : undefined })}>
          {mine ? 'Show everybody’s' : 'Show only mine'}
        </Button>
        <p role="status" className="text-text-2">
          {current && `${queue.at + 1} of `}
          {queue.total} waiting · {hours(queue.seconds)} h
        </p>
      </PageHeader>
      {queue.error ? (
        <ErrorNote error={queue.error} retry={queue.retry} />
      ) : !queue.loaded ? (
        <Loading />
      ) : !current ? (
        <Empty title="All done">
          {mine ? 'Every hour of yours' : 'Every hour'} has its place. New time that cannot be placed for sure will wait
          here.
        </Empty>
      ) : (
        <div className="grid items-start gap-4 md:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]">
          <Queue rows={rows} current={current} onPick={queue.pick} />
          <Decision entry={current} writable={writable} {...deeds} />
        </div>
      )}
      {asking === 'target' && current && (
        <Modal title="Map to…" onClose={() => setAsking(null)}>
          <TargetPicker
            autoFocus
            label="Deal or account"
            onChoose={({ account_id, deal_id, deal_name, account_name }) =>
              put([current.id], { account_id, deal_id, name: deal_name ?? account_name })
            }
          />
        </Modal>
      )}
      {asking === 'similar' && current && (
        <SimilarDialog
          entry={current}
          first={last && isAlike(last.entry, current) ? last.choice : null}
          onClose={() => setAsking(null)}
          onPlace={put}
        />
      )}
    </>
  )
}

/** The queue as it will be: what was decided leaves at once, and comes back if the server did not take it. */
function useQueue(user_id: string | null) {
  const query = useQuery({
    queryKey: ['unmapped', 'queue', user_id],
    queryFn: () => listWaiting({ limit: 200, ...(user_id && { user_id: [user_id] }) }),
  })
  const { place } = usePlacing()
  const [index, setAt] = useState(0)
  const [leaving, setLeaving] = useState<readonly string[]>([])
  const [returned, setReturned] = useState<string | null>(null)
  const all = query.data?.data ?? []
  const rows = all.filter(({ id }) => !leaving.includes(id))
  const gone = all.filter(({ id }) => leaving.includes(id))
  const at = Math.max(0, Math.min(index, rows.length - 1))
  const pick = (row: Waiting) => setAt(rows.indexOf(row))

  const settle = async (ids: string[], choice: Choice) => {
    setAt(at)
    setLeaving((before) => [...before, ...ids])
    await place(ids, choice, (back) => setReturned(back[0] ?? null))
    setLeaving((before) => before.filter((id) => !ids.includes(id)))
  }
  const returnedAt = rows.findIndex(({ id }) => id === returned)
  useEffect(() => {
    if (returnedAt < 0) return
    setAt(returnedAt)
    setReturned(null)
  }, [returnedAt])
  return {
    rows,
    at,
    current: rows[at],
    total: (query.data?.total ?? 0) - gone.length,
    seconds: (query.data?.total_seconds ?? 0) - gone.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0),
    loaded: query.data !== undefined,
    error: query.data ? null : query.error,
    retry: () => void query.refetch(),
    move: (by: number) => setAt(Math.max(0, Math.min(rows.length - 1, at + by))),
    pick,
    settle,
  }
}
