/** An admin's first steps: four, each can be skipped, none is asked twice. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { Check, SkipForward } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { demoQuery } from '../layout/demo.tsx'
import { WorkspaceForm } from '../settings/WorkspaceForm.tsx'
import { Button } from '../ui/controls.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { sayFailed, Toasts } from '../ui/toasts.tsx'
import { steps, useSettle, useWelcome, type Step } from './calls.ts'
import { Connect } from './Connect.tsx'
import { DataChoice } from './DataChoice.tsx'
import { People } from './People.tsx'

export default function WelcomePage() {
  const me = useMe()
  const navigate = useNavigate()
  const { search, set } = useAddress()
  const { data, error, refetch } = useWelcome()
  const settle = useSettle()
  const heading = useRef<HTMLHeadingElement>(null)
  const { data: demo } = useQuery(demoQuery)
  const open = steps.filter(({ key }) => data?.steps[key] === 'open')
  // what runs is what one came back to see
  const first = demo?.work ? 'data' : open[0]?.key
  const current = steps.find(({ key }) => key === (search['step'] ?? first)) ?? steps[0]!
  useEffect(() => {
    document.title = `${current.title} · First steps · ${me.workspace.name}`
    heading.current?.focus({ preventScroll: true })
  }, [current.title, me.workspace.name])
  if (!me.can('settings:write')) return <ErrorNote error={new Error('Only an admin sets up the workspace.')} />
  if (error) return <ErrorNote error={error} retry={() => void refetch()} />
  if (!data || !demo) return <Loading />

  const leave = () => navigate({ to: '/dashboard' })
  const next = steps[steps.indexOf(current) + 1]
  const goOn = (state: 'done' | 'skipped') =>
    void settle(current.key, state).then(() => (next ? set({ step: next.key }) : leave()), sayFailed)
  const done = () => goOn('done')
  const bodies: Record<Step, ReactNode> = {
    workspace: <WorkspaceForm action="Save and go on" done={done} />,
    people: <People done={done} />,
    connect: <Connect done={done} />,
    data: <DataChoice />,
  }
  return (
    <main id="main" className="mx-auto flex max-w-3xl flex-col gap-6 p-4 py-8">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-text-2">First steps in Daybook</p>
        <Button look="quiet" onClick={() => void settle('all', 'skipped').then(leave, sayFailed)}>
          Skip all, go to the dashboard
        </Button>
      </div>
      <ol aria-label="Steps" className="grid grid-cols-4 gap-2 max-md:grid-cols-2">
        {steps.map(({ key, title }, index) => (
          <li key={key}>
            <button
              type="button"
              aria-current={key === current.key ? 'step' : undefined}
              onClick={() => set({ step: key })}
              className={clsx(
                'flex min-h-11 w-full items-center gap-2 rounded-card border px-3 text-left',
                key === current.key
                  ? 'border-accent bg-accent-soft font-medium text-accent-text'
                  : 'border-border bg-surface',
              )}
            >
              <Mark state={data.steps[key]} number={index + 1} />
              {title}
            </button>
          </li>
        ))}
      </ol>
      <section
        aria-label={current.title}
        className="flex flex-col gap-4 rounded-card border border-border bg-surface p-4"
      >
        <h1 ref={heading} tabIndex={-1} className="text-page font-semibold outline-none">
          {current.title}
        </h1>
        {bodies[current.key]}
      </section>
      {current.key !== 'data' && (
        <div className="flex flex-wrap justify-between gap-2">
          <Button onClick={() => set({ step: 'data' })}>Look around with demo data first</Button>
          <Button onClick={() => goOn('skipped')}>Skip this step</Button>
        </div>
      )}
      <Toasts />
    </main>
  )
}

const Mark = ({ state, number }: { state: 'open' | 'done' | 'skipped'; number: number }) =>
  state === 'open' ? (
    <span aria-hidden>{number}</span>
  ) : state === 'done' ? (
    <Check size={16} aria-label="Done:" className="shrink-0 text-success" />
  ) : (
    <SkipForward size={16} aria-label="Skipped:" className="shrink-0 text-text-3" />
  )
