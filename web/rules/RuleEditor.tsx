import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Rows } from '../../domain/rule-rows.ts'
import { readCondition } from '../../domain/rule-text.ts'
import { ProblemError } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { History } from '../layout/History.tsx'
import { PageHeader } from '../layout/PageHeader.tsx'
import { rulesPath } from '../paths.ts'
import { timeTabs } from '../time/calls.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { say } from '../ui/toasts.tsx'
import { BackTestPanel, useBackTest } from './BackTestPanel.tsx'
import { createRule, patchRule, useRefresh, type Rule, type Target } from './calls.ts'
import { ConditionEditor, draftOf, draftText, emptyRow, type Draft } from './ConditionEditor.tsx'
import { Days } from './Days.tsx'
import { PastEntries } from './PastEntries.tsx'
import { Section, StateBadge } from './parts.tsx'
import { StateDialog } from './StateDialog.tsx'
import { isComplete, nowhere, TargetEditor, type NamedTarget } from './TargetEditor.tsx'
import { Versions } from './Versions.tsx'

/** What a new rule begins with, where it comes from an entry. */
export type Beginning = { rows: Rows | null; target: NamedTarget }
type Props = { rule?: Rule; beginning?: Beginning | undefined }

/** One rule: what it asks, what becomes of an entry, and how it would have done while one types. */
export function RuleEditor({ rule, beginning }: Props) {
  const me = useMe()
  const [name, setName] = useState(rule?.name ?? '')
  const [priority, setPriority] = useState(String(rule?.priority ?? 100))
  const [draft, setDraft] = useState<Draft>(() =>
    rule ? draftOf(rule.condition) : { rows: beginning?.rows ?? { join: 'all', rows: [emptyRow] } },
  )
  const [target, setTarget] = useState<NamedTarget>(rule?.target ?? beginning?.target ?? nowhere)
  const [asking, setAsking] = useState(false)
  const text = draftText(draft)
  const read = readCondition(text)
  const ready = 'condition' in read && isComplete(target)
  const writable = me.can('rules:write')
  const test = useBackTest(text, only(target), rule?.id, ready && writable)
  const { save, problem, busy } = useSave(rule, {
    name,
    condition: text,
    target: only(target),
    priority: Number(priority),
  })
  const fault = 'fault' in read ? read.fault : null
  const touched = text.trim() !== '' && !('rows' in draft && draft.rows.rows.every(({ value }) => value === ''))
  return (
    <>
      <PageHeader title={rule?.name ?? 'New rule'} tabs={timeTabs(me)}>
        {rule && <StateBadge state={rule.state} />}
        {rule && <span className="text-text-3">Version {rule.number}</span>}
        {rule && writable && <Button onClick={() => setAsking(true)}>Change state…</Button>}
      </PageHeader>
      {rule?.state_reason && <p className="text-text-2">{rule.state_reason}</p>}
      {rule && !rule.target.open && (
        <p role="status" className="rounded-card bg-warning-soft p-3 text-warning">
          The rule rests: what it points to is lost, closed or deleted.
        </p>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <form
          className="flex min-w-0 flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <fieldset disabled={!writable} className="contents">
            <Section title="The rule">
              <TextField
                label="Name"
                required
                maxLength={200}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
              <ConditionEditor
                draft={draft}
                onChange={setDraft}
                fault={fault && touched ? fault.message : undefined}
                at={fault && touched ? fault.at : null}
              />
            </Section>
            <Section title="What it does">
              <TargetEditor target={target} onChange={setTarget} />
              <div className="w-40">
                <TextField
                  label="Priority"
                  type="number"
                  min={1}
                  max={10_000}
                  required
                  value={priority}
                  hint="Smaller comes first"
                  onChange={(event) => setPriority(event.target.value)}
                />
              </div>
            </Section>
            {problem && <Refused problem={problem} />}
            {writable && (
              <Button
                type="submit"
                look="primary"
                className="self-start"
                disabled={busy || !ready || name.trim() === ''}
              >
                {rule ? 'Save rule' : 'Create rule'}
              </Button>
            )}
          </fieldset>
        </form>
        <div className="flex min-w-0 flex-col gap-4">
          {writable && <BackTestPanel asked={test} ready={ready} />}
          {rule && rule.state !== 'draft' && rule.state !== 'retired' && <Days rule={rule} />}
          {rule &&
            movesPast(rule) &&
            me.permissions['rules:write'] === 'all' &&
            me.permissions['time:write'] === 'all' && <PastEntries rule={rule} />}
          {rule && <Versions rule={rule} />}
          {rule && <History id={rule.id} />}
        </div>
      </div>
      {asking && rule && <StateDialog rule={rule} onClose={() => setAsking(false)} />}
    </>
  )
}

/** What a private rule removed could not be given back. */
const movesPast = ({ state, target: { kind } }: Rule) => state === 'active' && kind !== 'private' && kind !== 'billable'

const only = ({ kind, account_id, deal_id, task_id, billable }: Target): Target => ({
  kind,
  account_id,
  deal_id,
  task_id,
  billable,
})

function useSave(rule: Rule | undefined, fields: Parameters<typeof createRule>[0]) {
  const navigate = useNavigate()
  const refresh = useRefresh()
  const [problem, setProblem] = useState<ProblemError | null>(null)
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const saved = rule ? await patchRule(rule, fields) : await createRule(fields)
      await refresh()
      say(rule ? `${saved.name} saved, version ${saved.number}.` : `${saved.name} created as a draft.`)
      if (!rule) await navigate({ to: `${rulesPath}/$id`, params: { id: saved.id } } as never)
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return { save, problem, busy }
}

const Refused = ({ problem }: { problem: ProblemError }) => (
  <div role="alert" className="rounded-card bg-danger-soft p-3 text-danger">
    <p className="font-medium">{problem.message}</p>
    {problem.code === 'below_precision_floor' && (
      <ul className="mt-1 list-disc pl-5">
        {problem.errors.map(({ message }, n) => (
          <li key={n}>{message}</li>
        ))}
      </ul>
    )}
  </div>
)
