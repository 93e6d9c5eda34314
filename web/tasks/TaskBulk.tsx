/** What can be done to the selected tasks at once: first what would happen, from the server, then the deed. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api } from '../data/client.ts'
import { useKeys } from '../layout/keys.ts'
import { usePeople } from '../people/calls.ts'
import { Button, SelectField } from '../ui/controls.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { outcome, type Results } from './bulk-words.ts'
import { priorities, statuses, type Task } from './useTasks.ts'

type Field = 'assigned_to' | 'status' | 'priority'
type Change = { field: Field; value: string | null; label: string }
type Props = { rows: Task[]; clear: () => void }

const send = (ids: string[], field: Field, value: unknown, dry_run = false) =>
  api.post('/tasks/bulk', { body: { ids, change: { [field]: value } as never, dry_run } })
const idsOf = (results: Results) => results.filter(({ status }) => status === 'changed').map(({ id }) => id)

export function TaskBulk({ rows, clear }: Props) {
  const client = useQueryClient()
  const people = usePeople()
  const bar = useRef<HTMLDivElement>(null)
  const [change, setChange] = useState<Change | null>(null)
  const focus = (field: Field) => bar.current?.querySelector<HTMLElement>(`[name="${field}"]`)?.focus()
  useKeys({ a: () => focus('assigned_to'), s: () => focus('status') })
  const ids = rows.map(({ id }) => id)
  const { data: dry } = useQuery({
    queryKey: ['tasks', 'dry run', change, ids],
    queryFn: () => send(ids, change!.field, change!.value, true),
    enabled: change !== null,
    gcTime: 0,
  })
  const reread = () => Promise.all(['tasks', 'deals'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  const run = async ({ field, value, label }: Change) => {
    const { results } = await send(ids, field, value)
    const changed = rows.filter(({ id }) => idsOf(results).includes(id))
    // each goes back to what it had: one order for each value there was
    const back = async () => {
      for (const [was, those] of Map.groupBy(changed, (task) => task[field]))
        await send(
          those.map(({ id }) => id),
          field,
          was,
        )
      await reread()
      return () => run({ field, value, label })
    }
    say(`${label}: ${outcome(results, false)}.`, changed.length > 0 ? back : null)
    setChange(null)
    clear()
    await reread()
  }
  const putAway = async (deleting: boolean) => {
    const order = (away: boolean) =>
      api.post('/tasks/bulk', { body: { ids, ...(away ? { delete: true } : { restore: true }) } })
    const { results } = await order(deleting)
    const done = results.filter(({ status }) => status === 'deleted' || status === 'restored').length
    say(`${done} ${deleting ? 'deleted' : 'restored'}.`, () => order(!deleting).then(reread))
    clear()
    await reread()
  }
  // what is deleted takes no change but its restoring
  if (rows.every(({ deleted_at }) => deleted_at !== null))
    return <Button onClick={() => void putAway(false).catch(sayFailed)}>Restore {rows.length}</Button>
  const options = {
    assigned_to: [{ value: 'nobody', label: 'Nobody' }, ...people],
    status: statuses,
    priority: priorities,
  }
  const titles = { assigned_to: 'Assign to', status: 'Status', priority: 'Priority' }
  const choose = (field: Field, value: string) => {
    const label = options[field].find((option) => option.value === value)?.label
    setChange(label ? { field, value: value === 'nobody' ? null : value, label: `${titles[field]}: ${label}` } : null)
  }
  return (
    <div ref={bar} className="flex flex-wrap items-center gap-2">
      {(['assigned_to', 'status', 'priority'] as const).map((field) => (
        <div key={field} className="w-36 max-md:w-[calc(50%-0.25rem)]">
          <SelectField
            label={titles[field]}
            hideLabel
            name={field}
            value={change?.field === field ? (change.value ?? 'nobody') : ''}
            onChange={(event) => choose(field, event.target.value)}
            options={[{ value: '', label: `${titles[field]}…` }, ...options[field]]}
          />
        </div>
      ))}
      {!change && <Button onClick={() => void putAway(true).catch(sayFailed)}>Delete {rows.length}</Button>}
      {change && dry && (
        <>
          <span role="status">{outcome(dry.results, true)}</span>
          <Button
            look="primary"
            disabled={idsOf(dry.results).length === 0}
            onClick={() => void run(change).catch(sayFailed)}
          >
            {change.label}
          </Button>
        </>
      )}
    </div>
  )
}
