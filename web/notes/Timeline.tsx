/** Everything that happened to a record, newest first: for the page of an account, a contact or a deal. */
import { CircleCheck, Clock, GitCommitHorizontal, ListTodo, NotebookPen } from 'lucide-react'
import type { ReactNode } from 'react'
import { useAddress, useList } from '../data/list.ts'
import { Button, SelectField } from '../ui/controls.tsx'
import { Day, Duration, When, words } from '../ui/formats.tsx'
import { Empty, ErrorNote, Loading } from '../ui/states.tsx'
import { listHappenings, type Happening, type Parent } from './calls.ts'
import { NoteText } from './NoteText.tsx'

const kinds = {
  note: { label: 'Notes', icon: NotebookPen },
  task_created: { label: 'Tasks created', icon: ListTodo },
  task_done: { label: 'Tasks done', icon: CircleCheck },
  stage: { label: 'Stages', icon: GitCommitHorizontal },
  time: { label: 'Time', icon: Clock },
} as const satisfies Record<Happening['kind'], object>
const options = Object.entries(kinds).map(([value, { label }]) => ({ value, label }))

/** Which kind is shown stands in the address as `kind`. */
export function Timeline({ parent }: { parent: Exclude<Parent, { task_id: string }> }) {
  const { search, set } = useAddress()
  const kind = search['kind'] && search['kind'] in kinds ? search['kind'] : undefined
  const list = useList<Happening>('timeline', { ...parent, ...(kind && { kind }) }, listHappenings)
  return (
    <section aria-label="Timeline" className="flex flex-col gap-3">
      <div className="w-48 max-md:w-full">
        <SelectField
          label="What happened"
          hideLabel
          value={kind ?? ''}
          onChange={(event) => set({ kind: event.target.value || undefined })}
          options={[{ value: '', label: 'Everything' }, ...options]}
        />
      </div>
      {list.isError ? (
        <ErrorNote error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading rows={4} />
      ) : list.rows.length === 0 ? (
        <Empty title={kind ? 'Nothing of this kind' : 'Nothing happened yet'} />
      ) : (
        <ol className="flex flex-col">
          {list.rows.map((happening) => (
            <Item key={happening.kind + happening.id} happening={happening} />
          ))}
        </ol>
      )}
      {list.hasNextPage && <Button onClick={() => void list.fetchNextPage()}>Show more</Button>}
    </section>
  )
}

function Item({ happening }: { happening: Happening }) {
  const { kind, at, day, person_name } = happening
  const who = kind === 'task_created' ? null : (person_name ?? (kind === 'task_done' ? null : 'Daybook'))
  const Icon = kinds[kind].icon
  return (
    <li className="flex gap-3 border-l-2 border-border py-2 pl-3">
      <Icon size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-text-3" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="text-meta text-text-3">
          {day ? <Day date={day} /> : <When instant={at} />}
          {who && ` · ${who}`}
        </p>
        {sentence(happening)}
      </div>
    </li>
  )
}

function sentence({ kind, person_name, text, from_stage, to_stage, seconds }: Happening): ReactNode {
  if (kind === 'note') return <NoteText text={text ?? ''} />
  if (kind === 'task_created')
    return (
      <p>
        Task “{text}” was created{person_name && `, for ${person_name}`}
      </p>
    )
  if (kind === 'task_done') return <p>Task “{text}” was done</p>
  if (kind === 'stage')
    return (
      <p>
        {text}: {from_stage && `${words(from_stage)} → `}
        {words(to_stage ?? '')}
      </p>
    )
  return (
    <p>
      <Duration seconds={seconds ?? 0} /> h worked{text && ` on ${text}`}
    </p>
  )
}
