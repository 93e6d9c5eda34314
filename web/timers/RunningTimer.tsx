/** The timer in the frame: how long it has run and what for; stopped here, on a phone too. */
import { Play, RotateCw, Square } from 'lucide-react'
import { useEffect, useState } from 'react'
import { forgottenAfter_ms } from '../../domain/timer-limits.ts'
import { ProblemError } from '../data/client.ts'
import { show } from '../layout/opening.ts'
import { Button } from '../ui/controls.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { nameOf, ranFor_ms, useSendKept, useTimer, useTiming, useUnsent, type Timer } from './calls.ts'

/** As 1:02:03. */
export function clockOf(ran_ms: number): string {
  const seconds = Math.floor(ran_ms / 1_000)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** Ticks while it is looked at, until Stop is pressed, whether or not the server knows. */
export function useRan(timer: Timer): number {
  const unsent = useUnsent(timer)
  const [now_ms, setNow] = useState(Date.now())
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(ticking)
  }, [])
  return ranFor_ms(timer, unsent ? Date.parse(unsent.pressed_at) : now_ms)
}

export function SidebarTimer({ narrow }: { narrow: boolean }) {
  const timer = useTimer()
  if (timer) return <Running timer={timer} narrow={narrow} />
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      title={narrow ? 'Start timer (W)' : undefined}
      onClick={() => show('timer')}
      className="flex h-(--control) items-center gap-2 rounded-card px-2 text-left text-text-2 hover:bg-sunken"
    >
      <Play size={16} strokeWidth={1.75} aria-hidden />
      <span className={narrow ? 'sr-only' : 'flex-1'}>Start timer</span>
    </button>
  )
}

/** Tells the server of a stop it has missed; shows nothing. */
export function UnsentStop() {
  useSendKept()
  return null
}

/** On a phone it stands above the page as long as it runs. */
export function TimerBanner() {
  const timer = useTimer()
  return timer ? (
    <div className="border-b border-border bg-surface px-4 py-1 md:hidden">
      <Running timer={timer} narrow={false} />
    </div>
  ) : null
}

function Running({ timer, narrow }: { timer: Timer; narrow: boolean }) {
  const { stop } = useTiming()
  const ran_ms = useRan(timer)
  const clock = clockOf(ran_ms)
  const unsent = useUnsent(timer)
  const state = unsent && (unsent.refused ? 'Stopped, look at it' : 'Stopped, not sent yet')
  const halt = () =>
    // what has to be said first is asked in the dialog
    ran_ms > forgottenAfter_ms
      ? show('timer')
      : void stop(timer).catch((error: Error) => {
          sayFailed(error)
          // stopped on another device: there is nothing left to say about it
          if (!(error instanceof ProblemError && error.code === 'not_running')) show('timer')
        })
  return (
    <section
      aria-label="Running timer"
      className="flex items-center gap-1 rounded-card bg-accent-soft text-accent-text"
    >
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={[`Timer, ${clock}`, state, nameOf(timer)].filter(Boolean).join(', ')}
        title={narrow ? `${clock} · ${state ?? nameOf(timer)}` : undefined}
        onClick={() => show('timer')}
        className="flex min-h-11 min-w-0 flex-1 flex-col justify-center px-2 text-left"
      >
        <span className="font-medium tabular-nums">{narrow ? clock.slice(0, -3) : clock}</span>
        {!narrow && <span className="w-full truncate text-meta">{state ?? nameOf(timer)}</span>}
      </button>
      {!narrow && (
        <Button
          look="quiet"
          className="!text-accent-text max-md:min-h-11 max-md:min-w-11"
          aria-label={unsent ? 'Send stop again' : 'Stop timer'}
          title={unsent ? 'Send stop again' : 'Stop timer'}
          onClick={halt}
        >
          {unsent ? <RotateCw size={14} aria-hidden /> : <Square size={14} fill="currentColor" aria-hidden />}
        </Button>
      )}
    </section>
  )
}
