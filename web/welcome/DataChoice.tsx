import { useNavigate } from '@tanstack/react-router'
import { useMe } from '../data/me.ts'
import { useDemoWork, WorkProgress } from '../layout/demo.tsx'
import { Button } from '../ui/controls.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { useSettle } from './calls.ts'

/** The demo is the default: an empty dashboard shows nobody anything. */
export function DataChoice() {
  const me = useMe()
  const navigate = useNavigate()
  const settle = useSettle()
  const leave = () => navigate({ to: '/dashboard' })
  const { work, running, begin } = useDemoWork('load', () => void settle('all', 'skipped').then(leave, sayFailed))
  const load = async () => {
    await begin()
    await settle('data', 'done')
  }
  const empty = async () => {
    await settle('data', 'done')
    await leave()
  }
  if (me.workspace.demo && !running)
    return (
      <>
        <p>The demo company is here already.</p>
        <Button look="primary" className="self-start" onClick={() => void empty().catch(sayFailed)}>
          Go to the dashboard
        </Button>
      </>
    )
  return (
    <>
      <p>
        The demo is an invented company with 24 customers, 40 deals and 90 days of time, so that every page has
        something to show. It stands beside what is yours, nobody of it can sign in, and it goes with one click without
        touching what you made.
      </p>
      {running && <WorkProgress work={work} label="Loading the demo data…" />}
      <div className="flex flex-wrap gap-2">
        <Button look="primary" disabled={running} autoFocus onClick={() => void load().catch(sayFailed)}>
          Start with demo data
        </Button>
        <Button disabled={running} onClick={() => void empty().catch(sayFailed)}>
          Start empty
        </Button>
      </div>
    </>
  )
}
