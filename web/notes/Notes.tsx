/** The notes of one record: written, changed with their history kept, deleted with a way back. */
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api } from '../data/client.ts'
import { useList } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { Button } from '../ui/controls.tsx'
import { When } from '../ui/formats.tsx'
import { Empty, ErrorNote, Loading } from '../ui/states.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { listNotes, useRereadNotes, type Note, type Parent } from './calls.ts'
import { NoteBox } from './NoteBox.tsx'
import { NoteComposer } from './NoteComposer.tsx'
import { NoteText } from './NoteText.tsx'

export function Notes({ parent, writable }: { parent: Parent; writable: boolean }) {
  const list = useList<Note>('notes', parent, listNotes)
  const section = useRef<HTMLElement>(null)
  return (
    <section ref={section} tabIndex={-1} aria-label="Notes" className="flex max-w-3xl flex-col gap-3 outline-none">
      {writable && <NoteComposer key={JSON.stringify(parent)} parent={parent} />}
      {list.isError ? (
        <ErrorNote error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading rows={3} />
      ) : list.rows.length === 0 ? (
        <Empty title="No note yet" />
      ) : (
        <ul className="flex flex-col gap-2">
          {list.rows.map((note) => (
            <NoteItem key={note.id} note={note} writable={writable} onGone={() => section.current?.focus()} />
          ))}
        </ul>
      )}
      {list.hasNextPage && <Button onClick={() => void list.fetchNextPage()}>Show more</Button>}
    </section>
  )
}

/** `onGone`: a deleted note takes the focus with it, which then needs a place. */
function NoteItem({ note, writable, onGone }: { note: Note; writable: boolean; onGone: () => void }) {
  const me = useMe()
  const reread = useRereadNotes()
  const [editing, setEditing] = useState(false)
  const [edited, setEdited] = useState(false)
  const [looking, setLooking] = useState(false)
  const params = { id: note.id }
  const stopEditing = () => {
    setEdited(true)
    setEditing(false)
  }
  const change = async (text: string) => {
    const saved = await api.patch('/notes/{id}', { params, body: { text }, version: note.version })
    const back = { params, body: { text: note.text }, version: saved.version }
    say('Note changed.', () => api.patch('/notes/{id}', back).then(reread))
    stopEditing()
    void reread()
  }
  const remove = async () => {
    try {
      await api.delete('/notes/{id}', { params, version: note.version })
      say('Note deleted.', () => api.post('/notes/{id}/restore', { params }).then(reread))
      onGone()
    } catch (error) {
      sayFailed(error as Error)
    }
    await reread()
  }
  return (
    <li className="flex flex-col gap-2 rounded-card border border-border bg-surface p-3">
      <p className="flex flex-wrap items-center gap-x-3 text-meta text-text-2">
        <span className="font-medium">{note.author_name ?? 'A program'}</span>
        <When instant={note.created_at} />
        {note.edited && (
          <button
            type="button"
            aria-expanded={looking}
            className="min-h-6 underline"
            onClick={() => setLooking(!looking)}
          >
            changed <When instant={note.updated_at} />
          </button>
        )}
      </p>
      {editing ? (
        <NoteBox
          label="Change the note"
          action="Save note"
          initial={note.text}
          save={change}
          autoFocus
          onCancel={stopEditing}
        />
      ) : (
        <NoteText text={note.text} />
      )}
      {looking && <Versions id={note.id} version={note.version} />}
      {writable && note.author_id === me.id && !editing && (
        <div className="flex gap-2">
          <Button look="quiet" autoFocus={edited} onClick={() => setEditing(true)}>
            Change
          </Button>
          <Button look="quiet" onClick={() => void remove()}>
            Delete
          </Button>
        </div>
      )}
    </li>
  )
}

function Versions({ id, version }: { id: string; version: number }) {
  const { data, error } = useQuery({
    queryKey: ['notes', id, 'versions', version],
    queryFn: () => api.get('/notes/{id}/versions', { params: { id } }),
  })
  if (error) return <ErrorNote error={error} />
  return (
    <ol aria-label="What it said before" className="flex flex-col gap-2 border-l-2 border-border pl-3 text-text-2">
      {data?.data.map((earlier) => (
        <li key={earlier.version}>
          <p className="text-meta text-text-3">
            <When instant={earlier.written_at} />
          </p>
          <NoteText text={earlier.text} />
        </li>
      ))}
    </ol>
  )
}
