import { useState } from 'react'
import { useMe } from '../data/me.ts'
import { ProblemError } from '../data/client.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import { say } from '../ui/toasts.tsx'
import { setState, useRefresh, type Rule, type State } from './calls.ts'
import { states } from './parts.tsx'

/** What mostly comes after each: what was watched goes live, what was only to suggest too. */
const next: Record<State, State> = {
  draft: 'shadow',
  shadow: 'active',
  active: 'suggest',
  suggest: 'active',
  retired: 'draft',
}

/** Which states there are, what each means, and what keeps a rule from going live. */
export function StateDialog({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const me = useMe()
  const refresh = useRefresh()
  const forAll = me.permissions['rules:write'] === 'all' && me.permissions['time:read'] === 'all'
  const offered = (Object.keys(states) as State[]).filter(
    (state) => state !== rule.state && (forAll || (state !== 'active' && state !== 'suggest')),
  )
  const [chosen, setChosen] = useState<State>(offered.includes(next[rule.state]) ? next[rule.state] : offered[0]!)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [busy, setBusy] = useState(false)
  const unproven = problem?.code === 'too_few_reviewed'
  const put = async () => {
    setBusy(true)
    try {
      const before = rule.state
      const changed = await setState(rule, {
        state: chosen,
        ...(reason.trim() && { reason: reason.trim() }),
        ...(unproven && { unproven }),
      })
      const back = before === 'active' ? null : () => setState(changed, { state: before }).then(refresh)
      say(`${rule.name} is ${states[chosen].word.toLowerCase()}.`, back)
      onClose()
      void refresh()
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal title={`State of ${rule.name}`} onClose={onClose}>
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">State</legend>
        {offered.map((state) => (
          <label key={state} className="flex items-start gap-2">
            <input
              type="radio"
              name="state"
              className="mt-1"
              checked={chosen === state}
              onChange={() => {
                setChosen(state)
                setProblem(null)
              }}
            />
            <span>
              <span className="font-medium">{states[state].word}</span>
              <span className="block text-meta text-text-3">{states[state].does}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <TextField
        label="Reason, if there is one"
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
      />
      {problem && (
        <div role="alert" className="rounded-card bg-warning-soft p-3 text-warning">
          <p className="font-medium">{problem.message}</p>
          {problem.code === 'below_precision_floor' && (
            <ul className="mt-1 max-h-40 list-disc overflow-y-auto pl-5">
              {problem.errors.map(({ message }, n) => (
                <li key={n}>{message}</li>
              ))}
            </ul>
          )}
        </div>
      )}
      <div className="flex flex-wrap gap-2">
        <Button look="primary" disabled={busy || problem?.code === 'below_precision_floor'} onClick={() => void put()}>
          {chosen === 'active'
            ? unproven
              ? 'Activate as unproven'
              : 'Activate'
            : `Set to ${states[chosen].word.toLowerCase()}`}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </Modal>
  )
}
