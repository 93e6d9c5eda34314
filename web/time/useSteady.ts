import { useEffect, useRef, useState } from 'react'
import type { Waiting } from './calls.ts'

/** Nobody has read a guess sooner, and by then the last decision has been learned from as a rule. */
const reading_ms = 400

/**
 * What one is reading stays as it is: a guess that a decision, here or elsewhere, puts on top meanwhile would be taken by the key meant for
 * the one before it. The next look at the entry has it.
 */
export function useSteady(current: Waiting | undefined): Waiting | undefined {
  const [read, setRead] = useState<Waiting>()
  const latest = useRef(current)
  latest.current = current
  useEffect(() => {
    setRead(undefined)
    const timer = setTimeout(() => setRead(latest.current), reading_ms)
    return () => clearTimeout(timer)
  }, [current?.id])
  return current && read?.id === current.id ? { ...current, guesses: read.guesses, reason: read.reason } : current
}
