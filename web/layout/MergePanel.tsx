/** Two people changed the same field: what it was, what it is now, what I wanted; each field is chosen, the outcome is one write. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { Button } from '../ui/controls.tsx'
import { When } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'
import type { Question } from './merge.ts'
import type { Changes } from './resource.ts'

export default function MergePanel({ question }: { question: Question }) {
  const { resource, theirs, before, now, mine, fields, answer } = question
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set(fields))
  const all = (whose: string[]) => setKept(new Set(whose))
  const outcome = (): Changes =>
    Object.fromEntries(Object.entries(mine).filter(([name]) => !fields.includes(name) || kept.has(name)))
  const pick = (name: string, isMine: boolean) =>
    setKept(new Set(fields.filter((field) => (field === name ? isMine : kept.has(field)))))
  return (
    <Modal title={`This ${resource.noun} was changed meanwhile`} onClose={() => answer(null)}>
      <Who id={theirs.id} />
      {fields.map((name) => {
        const field = resource.fields.find((one) => one.name === name)
        const said = (value: string | null | undefined) =>
          field?.options?.find((option) => option.value === value)?.label ?? (value || 'empty')
        return (
          <fieldset key={name} className="flex flex-col gap-1 rounded-card border border-border p-3">
            <legend className="px-1 font-medium">{field?.label ?? name}</legend>
            <p className="text-text-3">It was: {said(before[name])}</p>
            <Side
              name={name}
              on={!kept.has(name)}
              choose={() => pick(name, false)}
              label={`Theirs: ${said(now[name])}`}
            />
            <Side name={name} on={kept.has(name)} choose={() => pick(name, true)} label={`Mine: ${said(mine[name])}`} />
          </fieldset>
        )
      })}
      {fields.length > 1 && (
        <div className="flex gap-2">
          <Button onClick={() => all(fields)}>Keep all mine</Button>
          <Button onClick={() => all([])}>Keep all theirs</Button>
        </div>
      )}
      <div className="flex gap-2">
        <Button look="primary" onClick={() => answer(outcome())}>
          Save this
        </Button>
        <Button onClick={() => answer(null)}>Leave it as it is now</Button>
      </div>
    </Modal>
  )
}

type SideProps = { name: string; on: boolean; choose: () => void; label: string }
const Side = ({ name, on, choose, label }: SideProps) => (
  <label className="flex min-h-(--control) items-center gap-2 wrap-anywhere">
    <input type="radio" name={name} className="size-4 accent-accent" checked={on} onChange={choose} />
    {label}
  </label>
)

/** Who it was and when, for those who may read changes. */
function Who({ id }: { id: string }) {
  const me = useMe()
  const { data } = useQuery({
    queryKey: ['audit', 'last', id],
    queryFn: () => api.get('/audit', { query: { object_id: id, limit: 1 } }),
    enabled: me.can('audit:read'),
    staleTime: 0,
  })
  const last = data?.data[0]
  return (
    <p>
      {last?.actor_name ?? 'Somebody'} saved it
      {last && (
        <>
          {' '}
          on <When instant={last.occurred_at} />
        </>
      )}
      . Choose what it shall say; nothing is overwritten before you do.
    </p>
  )
}
