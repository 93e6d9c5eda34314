/** First days: an admin's four steps, and everybody's card of first things to do. */
import { Instant, Nullable, OneOf, Type, strict, type Static } from './shapes.ts'
import { checklistKeys } from './checklist.ts'

export const welcomeSteps = ['workspace', 'people', 'connect', 'data'] as const
const State = OneOf(['open', 'done', 'skipped'])

/** `underway` false: finished, skipped, or never begun. `first_entry_at`: when the first time of the agent arrived, the demo's left out. */
export const Welcome = strict({
  underway: Type.Boolean(),
  steps: strict({ workspace: State, people: State, connect: State, data: State }),
  first_entry_at: Nullable(Instant),
})
export type Welcome = Static<typeof Welcome>

/** `all` skips what is still open. */
export const WelcomeStep = strict({
  step: OneOf([...welcomeSteps, 'all']),
  state: OneOf(['done', 'skipped']),
})
export type WelcomeStep = Static<typeof WelcomeStep>

/** Five things at most, ticked by what is really there. */
export const Checklist = strict({
  data: Type.Array(strict({ key: OneOf(checklistKeys), done: Type.Boolean() })),
})
export type Checklist = Static<typeof Checklist>
