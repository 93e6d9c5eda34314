import { Play } from 'lucide-react'
import { useMe } from '../data/me.ts'
import { show } from '../layout/opening.ts'
import { Button } from '../ui/controls.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { useTimer, useTiming, type Place } from './calls.ts'

/** Starts it on the deal or task one looks at. What runs until then is kept first, as by Stop. */
export function StartTimer({ on, name }: { on: Place; name: string }) {
  const me = useMe()
  const timer = useTimer()
  const { start, stop } = useTiming()
  if (!me.can('time:write')) return null
  const begin = async () => {
    if (timer && !(await stop(timer))) return
    await start(on)
    say(`Timer started on ${name}.`)
  }
  return (
    <Button
      className="self-start"
      onClick={() =>
        void begin().catch((error: Error) => {
          sayFailed(error)
          // what is in the way of stopping is asked there
          if (timer) show('timer')
        })
      }
    >
      <Play size={16} aria-hidden /> Start timer
    </Button>
  )
}
