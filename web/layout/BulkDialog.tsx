/** One deed on everything that is chosen. What would happen is said first, by the server itself; then it is done, and told. */
import { useEffect, useRef, useState } from 'react'
import type { BulkResult } from '../../domain/bulk.ts'
import { dialectOf } from '../../domain/csv.ts'
import { saveFile } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { Button } from '../ui/controls.tsx'
import { number } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import { ErrorNote } from '../ui/states.tsx'
import { ChooseChange } from './ChooseChange.tsx'
import { doneIn, inParts, isDone, reasonsAsCsv, reasonsIn, unsent, type Deed, type Target } from './bulk.ts'
import type { Recorded, Resource } from './resource.ts'
import { countOf, pastOf, pluralOf, useDeeds } from './useDeeds.ts'

type Named = Target & { name: string }
export type Chosen = { count: number; read: () => Promise<Named[]> }
export type Asking = { deed: 'change' | 'delete' | 'restore'; field: string | undefined; chosen: Chosen }
type Props<R extends Recorded> = {
  resource: Resource<R>
  asking: Asking
  close: () => void
  clear: () => void
}

const verbs = { change: 'Change', delete: 'Delete', restore: 'Restore' } as const

type Step =
  | { is: 'choosing' }
  | { is: 'working'; says: string; done: number; of: number }
  | { is: 'checked'; deed: Deed; said: string | null; results: BulkResult[] }
  | { is: 'done'; deed: Deed; results: BulkResult[] }

export function BulkDialog<R extends Recorded>({ resource, asking, close, clear }: Props<R>) {
  const { chosen } = asking
  const { step, error, check, run, stop, back, nameOf } = useSteps(
    resource,
    chosen,
    asking.deed === 'change' ? null : close,
  )
  const atOnce = useRef(asking.deed !== 'change')
  useEffect(() => {
    // nothing is to be chosen here: what would happen is asked at once
    if (atOnce.current) void check(asking.deed === 'delete' ? { delete: true } : { restore: true }, null)
    atOnce.current = false
  })
  const leave = () => {
    stop()
    close()
    if (step.is === 'done') clear()
  }
  const finished = step.is === 'done' && error === null && step.results.every(isDone)
  useEffect(() => {
    if (finished) leave()
  })
  const { noun } = resource
  const results = step.is === 'checked' || step.is === 'done' ? step.results : []
  const doable = doneIn(results).length
  return (
    <Modal title={`${verbs[asking.deed]} ${countOf(chosen.count, noun)}`} busy={step.is === 'working'} onClose={leave}>
      {error && <ErrorNote error={error} />}
      {step.is === 'choosing' && asking.deed === 'change' && (
        <ChooseChange resource={resource} only={asking.field} onChoose={(deed, said) => void check(deed, said)} />
      )}
      {step.is === 'choosing' && asking.deed !== 'change' && error && <Button onClick={leave}>Close</Button>}
      {step.is === 'working' && <Progress {...step} stop={stop} />}
      {results.length > 0 && (
        <Outcome {...{ results, noun, nameOf }} ahead={step.is === 'checked'}>
          {step.is === 'checked' && step.said}
        </Outcome>
      )}
      {step.is === 'checked' && (
        <div className="flex flex-wrap justify-end gap-2">
          <Button autoFocus={doable === 0} onClick={back}>
            {asking.deed === 'change' ? 'Back' : 'Cancel'}
          </Button>
          {doable > 0 && (
            <Button look="primary" autoFocus onClick={() => void run(step.deed, step.results)}>
              {verbs[asking.deed]} {countOf(doable, noun)}
            </Button>
          )}
        </div>
      )}
      {step.is === 'done' && (
        <Button autoFocus onClick={leave}>
          Close
        </Button>
      )}
    </Modal>
  )
}

/** Chosen, tried, done. */
/** `otherwise`: where nothing is to be chosen, there is nothing to come back to. */
function useSteps<R extends Recorded>(resource: Resource<R>, chosen: Chosen, otherwise: (() => void) | null) {
  const deeds = useDeeds(resource)
  const [step, setStep] = useState<Step>({ is: 'choosing' })
  const [error, setError] = useState<Error | null>(null)
  const names = useRef(new Map<string, string>())
  const stopping = useRef<AbortController>(null)
  useUnloadGuard(step.is === 'working')

  const back = otherwise ?? (() => setStep({ is: 'choosing' }))
  const work = (says: string, of: number) => {
    stopping.current = new AbortController()
    setError(null)
    setStep({ is: 'working', says, done: 0, of })
    const onPart = ({ length }: BulkResult[]) => setStep({ is: 'working', says, done: length, of })
    return { onPart, signal: stopping.current.signal }
  }
  async function check(deed: Deed, said: string | null) {
    const walk = work('Looking at what would happen', chosen.count)
    try {
      const targets = await chosen.read()
      names.current = new Map(targets.map(({ id, name }) => [id, name]))
      const results = await inParts(resource.bulk!, deed, targets, { ...walk, dry_run: true })
      if (walk.signal.aborted) back()
      else setStep({ is: 'checked', deed, said, results })
    } catch (problem) {
      setError(problem as Error)
      setStep({ is: 'choosing' })
    }
  }
  /** On the versions that were looked at: what somebody changed meanwhile is left, and named. */
  async function run(deed: Deed, checked: BulkResult[]) {
    const targets = doneIn(checked)
    const walk = work(`${number(targets.length)} are being ${pastOf(deed)}`, targets.length)
    let results: BulkResult[] = []
    let rest = 'You stopped before it was its turn.'
    const onPart = (part: BulkResult[]) => {
      results = part
      walk.onPart(part)
    }
    await deeds.run(deed, targets, { ...walk, onPart }).catch((problem: Error) => {
      rest = 'It was not its turn yet when something went wrong.'
      setError(problem)
    })
    const left = checked.filter((result) => !isDone(result))
    setStep({ is: 'done', deed, results: [...results, ...unsent(targets, results, rest), ...left] })
  }
  return {
    step,
    error,
    check,
    run,
    stop: () => stopping.current?.abort(),
    back,
    nameOf: (id: string) => names.current.get(id) ?? '',
  }
}

/** Leaving the page would leave half of it undone. */
function useUnloadGuard(working: boolean): void {
  useEffect(() => {
    if (!working) return
    const ask = (event: Event) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [working])
}

type ProgressProps = { says: string; done: number; of: number; stop: () => void }
function Progress({ says, done, of, stop }: ProgressProps) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  if (!late) return <p className="min-h-16" />
  return (
    <div className="flex min-h-16 flex-col gap-2">
      <p role="status">
        {says}: {number(done)} of {number(of)}
      </p>
      <progress className="h-2 w-full accent-accent" aria-label={says} value={done} max={of} />
      <Button className="self-end" onClick={stop}>
        Stop
      </Button>
    </div>
  )
}

type OutcomeProps = {
  results: BulkResult[]
  noun: string
  nameOf: (id: string) => string
  ahead: boolean
  children: React.ReactNode
}
function Outcome({ results, noun, nameOf, ahead, children }: OutcomeProps) {
  const worked = doneIn(results)
  const left = results.length - worked.length
  const verb = ahead ? 'will be' : worked.length === 1 ? 'was' : 'were'
  const deed = worked[0]?.status ?? 'changed'
  const { preferences, locale } = useMe()
  const save = () => {
    const dialect = dialectOf(preferences.csv_dialect, locale)
    saveFile(`${pluralOf(noun)} left out.csv`, reasonsAsCsv(results, nameOf, dialect))
  }
  return (
    <div role="status" className="flex flex-col items-start gap-2">
      {children && <p>{children}</p>}
      <p>
        {countOf(worked.length, noun)} {verb} {deed}
        {left > 0 ? `, ${number(left)} not:` : '.'}
      </p>
      {left > 0 && (
        <>
          <ul className="list-disc pl-5 text-text-2">
            {reasonsIn(results).map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
          <Button look="quiet" className="-ml-3" onClick={save}>
            Save the reasons as CSV
          </Button>
        </>
      )}
    </div>
  )
}
