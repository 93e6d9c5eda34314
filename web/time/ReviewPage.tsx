import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useMe } from '../data/me.ts'
import { useAddress } from '../data/list.ts'
import { useKeys } from '../layout/keys.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { isPhone } from '../layout/screen.ts'
import { TakeOut } from '../privacy/TakeOut.tsx'
import { Button } from '../ui/controls.tsx'
import { hours } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { undoLast } from '../ui/toasts.tsx'
import { timeTabs, type Waiting } from './calls.ts'
import { Decision } from './Decision.tsx'
import { internal, usePlacing, type Choice } from './placing.ts'
import { Queue } from './Queue.tsx'
import { ReviewDone } from './ReviewDone.tsx'
import { ruleFrom } from './rule-from.ts'
import { SimilarDialog, isAlike } from './SimilarDialog.tsx'
import { SplitDialog } from './SplitDialog.tsx'
import { TargetPicker } from './TargetPicker.tsx'
import { TaskPicker } from './TaskPicker.tsx'
import { useTurns } from './turns.ts'
import { usePace } from './usePace.ts'
import { useReviewQueue, type Whose } from './useReviewQueue.ts'
import { useSteady } from './useSteady.ts'

const inOrder = (parts: ReactNode[]) => (isPhone() ? parts.toReversed() : parts)

type Asking = 'target' | 'task' | 'similar' | 'private' | 'split' | null

export default function ReviewPage() {
  const me = useMe()
  const { search, set } = useAddress()
  const navigate = useNavigate()
  const seesOthers = me.permissions['time:read'] !== 'own'
  const whose: Whose = seesOthers && search['whose'] === 'team' ? 'team' : 'mine'
  const queue = useReviewQueue(whose)
  const { rows } = queue
  const current = useSteady(queue.current)
  const pace = usePace()
  const back = (ids: string[]) => {
    pace.takeBack(ids.length)
    queue.comeBack(ids)
  }
  const { place, refresh } = usePlacing()
  const turns = useTurns(back)
  const [asking, setAsking] = useState<Asking>(null)
  const [last, setLast] = useState<{ choice: Choice; entry: Waiting } | null>(null)

  const put = (entries: Waiting[], choice: Choice) => {
    setAsking(null)
    if (current) setLast({ choice, entry: current })
    pace.note(entries, choice)
    const ids = entries.map(({ id }) => id)
    void queue.leave(ids, () => place(ids, choice, back))
  }
  const turn = (deed: (entry: Waiting) => Promise<unknown>) => {
    if (!current) return
    pace.note([current], null)
    void queue.leave([current.id], () => deed(current))
  }
  const ask = (what: Asking) => current && setAsking(what)
  const writable = me.can('time:write')
  const own = current?.user_id === me.id
  const deeds = {
    accept: (index: number) => {
      const found = current?.guesses[index]
      if (current && found) put([current], found)
    },
    ask: () => ask('target'),
    askTask: me.can('tasks:read') ? () => ask('task') : null,
    setInternal: () => current && put([current], internal),
    askSimilar: () => current && current.similar > 1 && setAsking('similar'),
    split: () => ask('split'),
    makePrivate: own ? () => ask('private') : null,
    send: own ? null : () => turn(turns.send),
    putOff: () => turn(turns.putOff),
    markDuplicate: () => turn(turns.markDuplicate),
    makeRule:
      writable && me.can('rules:write')
        ? () => {
            if (!current) return
            const choice = last && isAlike(last.entry, current) ? last.choice : current.guesses[0]
            void navigate(ruleFrom(current, choice) as never)
          }
        : null,
  }
  useKeys({
    j: () => queue.move(1),
    k: () => queue.move(-1),
    ArrowDown: () => queue.move(1),
    ArrowUp: () => queue.move(-1),
    ...(writable && {
      ...Object.fromEntries([1, 2, 3, 4, 5].map((key) => [String(key), () => deeds.accept(key - 1)])),
      m: deeds.ask,
      n: deeds.setInternal,
      a: deeds.askSimilar,
      h: deeds.putOff,
      d: deeds.markDuplicate,
      s: deeds.split,
      ...(deeds.askTask && { t: deeds.askTask }),
      ...(deeds.makePrivate && { p: deeds.makePrivate }),
      ...(deeds.send && { b: deeds.send }),
      ...(deeds.makeRule && { r: deeds.makeRule }),
      u: () => void undoLast(),
    }),
  })
  const minutes = pace.minutesFor(queue.total)

  return (
    <>
      <PageHeader title="Review" tabs={timeTabs(me)}>
        {seesOthers && (
          <div role="group" aria-label="Whose time" className="flex gap-1">
            <Button aria-pressed={whose === 'mine'} onClick={() => set({ whose: undefined })}>
              Mine
            </Button>
            <Button aria-pressed={whose === 'team'} onClick={() => set({ whose: 'team' })}>
              Team
            </Button>
          </div>
        )}
        <p role="status" className="text-text-2">
          {current && `${pace.decided + queue.at + 1} of ${pace.decided + queue.total} · `}
          {queue.total} waiting · {hours(queue.seconds)} h
          {current && minutes !== null && ` · ${minutes} min left at this pace`}
        </p>
      </PageHeader>
      {queue.error ? (
        <ErrorNote error={queue.error} retry={queue.retry} />
      ) : !queue.loaded ? (
        <Loading />
      ) : !current ? (
        <ReviewDone whose={whose} rescued={pace.rescued} snoozed={queue.snoozed} wake={turns.wake} />
      ) : (
        <div className="grid items-start gap-4 md:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]">
          {/* on a phone what there is to decide comes first: below the queue its guesses are out of sight */}
          {inOrder([
            <Queue key="queue" rows={rows} current={current} onPick={queue.pick} />,
            <Decision key="decision" entry={current} writable={writable} first={queue.at === 0} {...deeds} />,
          ])}
        </div>
      )}
      {asking === 'target' && current && (
        <Modal title="Map to…" onClose={() => setAsking(null)}>
          <TargetPicker
            autoFocus
            label="Deal or account"
            onChoose={({ account_id, deal_id, deal_name, account_name }) =>
              put([current], { account_id, deal_id, name: deal_name ?? account_name })
            }
          />
        </Modal>
      )}
      {asking === 'task' && current && (
        <Modal title="Choose a task" onClose={() => setAsking(null)}>
          <TaskPicker onChoose={(choice) => put([current], choice)} />
        </Modal>
      )}
      {asking === 'private' && current && <TakeOut entry={current} onClose={() => setAsking(null)} />}
      {asking === 'split' && current && (
        <SplitDialog
          entries={[current]}
          close={() => setAsking(null)}
          // its parts come last, as all that is new does
          done={() => void queue.leave([current.id], refresh)}
          onUndone={queue.comeBack}
        />
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
