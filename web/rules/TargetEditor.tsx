import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { Lookup, type Find } from '../layout/Lookup.tsx'
import { TargetPicker } from '../time/TargetPicker.tsx'
import { SelectField } from '../ui/controls.tsx'
import type { Target } from './calls.ts'

export type NamedTarget = Target & { name: string | null }
export const nowhere: NamedTarget = {
  kind: 'deal',
  account_id: null,
  deal_id: null,
  task_id: null,
  billable: null,
  name: null,
}
export const isComplete = ({ kind, account_id, deal_id, task_id, billable }: Target) =>
  kind === 'private' ||
  kind === 'ignore' ||
  (kind === 'billable' ? billable !== null : [account_id, deal_id, task_id].some((id) => id !== null))

const findTasks: Find = async (text) =>
  (await api.get('/tasks', { query: { limit: 12, ...(text && { q: text }) } })).data.map((task) => ({
    value: task.id,
    label: task.title,
    detail: task.deal_name ?? task.account_name ?? '',
  }))

const kinds = {
  place: 'Put it on a deal or account',
  task: 'Put it on a task',
  billable: 'Only mark it billable or not',
  ignore: 'No customer, not billable',
  private: 'Private: keep only the time',
}
type Kind = keyof typeof kinds

type Props = { target: NamedTarget; onChange: (target: NamedTarget) => void }

export function TargetEditor({ target, onChange }: Props) {
  const me = useMe()
  const kind: Kind = target.kind === 'deal' || target.kind === 'account' ? 'place' : target.kind
  const choose = (next: Kind) =>
    onChange({ ...nowhere, kind: next === 'place' ? 'deal' : next, billable: next === 'billable' ? false : null })
  const marks = [
    ...(kind === 'billable' ? [] : [{ value: '', label: 'as it was sent' }]),
    { value: 'true', label: 'billable' },
    { value: 'false', label: 'not billable' },
  ]
  return (
    <div className="flex flex-col gap-3">
      <SelectField
        label="What becomes of an entry"
        value={kind}
        onChange={(event) => choose(event.target.value as Kind)}
        options={Object.entries(kinds)
          .filter(([value]) => value !== 'task' || me.can('tasks:read'))
          .map(([value, label]) => ({ value, label }))}
      />
      {kind === 'place' && (
        <>
          <p className="font-medium">{target.name ?? <span className="text-text-3">None chosen yet</span>}</p>
          <TargetPicker
            label="Deal or account"
            onChoose={({ account_id, account_name, deal_id, deal_name }) =>
              onChange({
                ...nowhere,
                billable: target.billable,
                ...(deal_id === null
                  ? { kind: 'account', account_id, name: account_name }
                  : { kind: 'deal', deal_id, name: `${deal_name} · ${account_name}` }),
              })
            }
          />
        </>
      )}
      {kind === 'task' && (
        <Lookup
          label="Task"
          kind="rule-tasks"
          find={findTasks}
          shown={target.name ?? ''}
          onChoose={({ value, label }) =>
            onChange({ ...nowhere, kind: 'task', task_id: value, name: label, billable: target.billable })
          }
        />
      )}
      {(kind === 'place' || kind === 'task' || kind === 'billable') && (
        <SelectField
          label="Billable"
          value={target.billable === null ? '' : String(target.billable)}
          onChange={(event) =>
            onChange({ ...target, billable: event.target.value === '' ? null : event.target.value === 'true' })
          }
          options={marks}
        />
      )}
      {kind === 'private' && (
        <p className="text-meta text-text-3">Title, web address, app, project name and tags are not stored.</p>
      )}
    </div>
  )
}
