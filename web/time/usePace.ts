import { useRef, useState } from 'react'
import type { Choice } from './placing.ts'
import type { Waiting } from './calls.ts'

type Rescued = { entries: number; seconds: number; worth: Map<string, number> }
const nothing: Rescued = { entries: 0, seconds: 0, worth: new Map() }
/** Whoever makes a pause is not slow. */
const longest_ms = 60_000
const fewest = 3

/** How far one is, how long the rest will take at this pace, and what was rescued on the way. */
export function usePace() {
  const began = useRef(Date.now())
  const [times_ms, setTimes] = useState<number[]>([])
  const [rescued, setRescued] = useState(nothing)
  const decided = times_ms.length
  return {
    decided,
    rescued,
    /** Minutes for so many more; null before there is a pace. */
    minutesFor: (entries: number) => {
      if (decided < fewest) return null
      const usual = times_ms.toSorted((a, b) => a - b)[Math.floor(decided / 2)]!
      return Math.max(1, Math.round((usual * entries) / 60_000))
    },
    /** `choice` null: decided without a place, as what is put off. */
    note: (entries: Waiting[], choice: Choice | null) => {
      const now = Date.now()
      const each = Math.min(longest_ms, now - began.current) / Math.max(1, entries.length)
      began.current = now
      setTimes((before) => [...before, ...entries.map(() => each)])
      if (choice?.account_id || choice?.task_id) setRescued((before) => add(before, entries, choice))
    },
    takeBack: (entries: number) => setTimes((before) => before.slice(0, Math.max(0, before.length - entries))),
  }
}

function add({ entries, seconds, worth }: Rescued, more: Waiting[], { per_hour }: Choice): Rescued {
  const longer = more.reduce((sum, { duration_seconds }) => sum + duration_seconds, 0)
  const sums = new Map(worth)
  if (per_hour)
    sums.set(per_hour.currency, (sums.get(per_hour.currency) ?? 0) + (longer / 3600) * Number(per_hour.amount))
  return { entries: entries + more.length, seconds: seconds + longer, worth: sums }
}
