import { useId, useRef, useState, type FormEvent, type KeyboardEvent } from 'react'
import { withKey } from '../layout/keys.ts'
import { Button } from '../ui/controls.tsx'

type Props = {
  label: string
  action: string
  initial?: string
  /** Where a draft is kept until it is saved; left out where there is nothing to lose. */
  draftKey?: string
  autoFocus?: boolean
  save: (text: string) => Promise<unknown>
  onCancel?: () => void
}

/** A box for longer text. Ctrl-Enter saves; what was typed survives leaving the page, and a refusal. */
export function NoteBox({ label, action, initial = '', draftKey, autoFocus, save, onCancel }: Props) {
  const id = useId()
  const box = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(() => (draftKey && localStorage.getItem(draftKey)) || initial)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const write = (next: string) => {
    setText(next)
    if (!draftKey) return
    if (next === '') localStorage.removeItem(draftKey)
    else localStorage.setItem(draftKey, next)
  }
  const submit = async (event?: FormEvent) => {
    event?.preventDefault()
    if (text.trim() === '') return box.current?.focus()
    if (busy) return
    setBusy(true)
    try {
      await save(text)
      setProblem(null)
      // what was typed on meanwhile is the next note
      if (box.current?.value === text) write('')
      // a button that is disabled while it saves has lost the focus; whoever went elsewhere stays there
      if (event && document.activeElement === document.body) box.current?.focus()
    } catch (error) {
      setProblem((error as Error).message)
    } finally {
      setBusy(false)
    }
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit()
    else if (event.key === 'Escape' && onCancel) onCancel()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <form className="flex flex-col gap-2" onSubmit={(event) => void submit(event)}>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <textarea
        ref={box}
        id={id}
        rows={3}
        autoFocus={autoFocus}
        maxLength={20_000}
        placeholder={withKey(label, 'Ctrl Enter saves')}
        value={text}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-error` : undefined}
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKey}
        className="field-sizing-content max-h-80 min-h-20 w-full rounded-input border border-border-strong bg-surface p-2"
      />
      {problem && (
        <p id={`${id}-error`} role="alert" className="text-meta text-danger">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" look="primary" disabled={busy}>
          {action}
        </Button>
        {onCancel && <Button onClick={onCancel}>Cancel</Button>}
        <span className="text-meta text-text-3 max-md:hidden">
          **bold** · *slanted* · - list · - [ ] to do · [words](address)
        </span>
      </div>
    </form>
  )
}
