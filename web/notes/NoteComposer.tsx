import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { say } from '../ui/toasts.tsx'
import { useRereadNotes, type Parent } from './calls.ts'
import { NoteBox } from './NoteBox.tsx'

/** A new note about a record. Its draft is kept for the person and the record. */
export function NoteComposer({ parent, autoFocus = false }: { parent: Parent; autoFocus?: boolean }) {
  const me = useMe()
  const reread = useRereadNotes()
  const add = async (text: string) => {
    const made = await api.post('/notes', { body: { ...parent, text } })
    const undo = () =>
      api.delete('/notes/{id}', { params: { id: made.id }, version: made.version }).then(() => reread())
    say('Note added.', undo)
    void reread()
  }
  return (
    <NoteBox
      label="Write a note"
      action="Add note"
      draftKey={`note ${me.id} ${JSON.stringify(parent)}`}
      autoFocus={autoFocus}
      save={add}
    />
  )
}
