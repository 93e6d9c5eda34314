/** The question that is asked where two people changed the same field: one at a time, answered by the merge panel. */
import { useSyncExternalStore } from 'react'
import type { Changes, Resource, Recorded } from './resource.ts'

type Asked = {
  resource: Pick<Resource<never>, 'noun' | 'fields'>
  theirs: Recorded
  /** What the fields held when I began, what they hold now, and what I want. */
  before: Changes
  now: Changes
  mine: Changes
  /** The ones that both changed. */
  fields: string[]
}
export type Question = Asked & { answer: (chosen: Changes | null) => void }

let question: Question | null = null
let last: Promise<unknown> = Promise.resolve()
const listeners = new Set<() => void>()
const put = (next: Question | null) => {
  question = next
  for (const listener of listeners) listener()
}

/** The changes to write on the present version; null: leave it as it is now. */
export function ask(asked: Asked): Promise<Changes | null> {
  const answered = last.then(
    () =>
      new Promise<Changes | null>((answer) => {
        put({ ...asked, answer: (chosen) => (put(null), answer(chosen)) })
      }),
  )
  last = answered
  return answered
}

export const useQuestion = () =>
  useSyncExternalStore(
    (listener) => (listeners.add(listener), () => listeners.delete(listener)),
    () => question,
  )
