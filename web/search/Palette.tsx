/** One box for every record and every command (ARIA combobox with a grouped listbox). */
import { useNavigate } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { Command } from '../layout/commands.ts'
import { isPhone } from '../layout/screen.ts'
import { listOf } from '../paths.ts'
import { Button } from '../ui/controls.tsx'
import { useFound } from './calls.ts'
import { asksServer, foundGroup, localGroups, readAsked, type Option } from './options.ts'
import { PaletteList } from './PaletteList.tsx'
import { noteRecord, noteUse, recentRecords, usesOf } from './recent.ts'

type Props = { person: string; commands: Command[]; onClose: () => void }

export default function Palette({ person, commands, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState<string | null>(null)
  const asked = readAsked(typed)
  const known = useMemo(() => ({ recent: recentRecords(person), uses: usesOf(person) }), [person])
  const server = useFound(asksServer(asked) ? asked.text : '', asked.types)
  const local = localGroups(asked, known.recent, commands, known.uses)
  const found = foundGroup(server.data ?? [], local)
  const options = [...local, ...found].flatMap((group) => group.options)
  // by name and not by place: what the server adds never moves it
  const current = options.find(({ key }) => key === at) ?? options[0]

  useEffect(() => dialog.current?.showModal(), [])
  useEffect(() => {
    document.getElementById(`${id}-${current?.key}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, current?.key])

  const close = () => dialog.current?.close()
  const choose = (option: Option) => {
    if (option.sort === 'mode') {
      setTyped(option.sign)
      return setAt(null)
    }
    close()
    if (option.sort === 'command') {
      noteUse(person, option.command.id)
      return option.command.run()
    }
    noteRecord(person, option.record)
    const { type, id: peek } = option.record.record
    const hasPage = type !== 'task'
    void navigate(
      (hasPage && isPhone() ? { to: `${listOf[type]}/${peek}` } : { to: listOf[type], search: { peek } }) as never,
    )
  }
  const move = (by: number) => {
    const place = current ? options.indexOf(current) : -1
    setAt(options[Math.min(options.length - 1, Math.max(0, place + by))]?.key ?? null)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const deeds: Record<string, () => void> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      PageDown: () => move(8),
      PageUp: () => move(-8),
      Enter: () => current && choose(current),
      Escape: close,
    }
    const deed = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' ? close : deeds[event.key]
    if (!deed) return
    event.preventDefault()
    event.stopPropagation()
    deed()
  }
  return (
    <dialog
      ref={dialog}
      aria-label="Search or jump"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && close()}
      className="mx-auto mt-[12vh] w-[40rem] max-w-[calc(100vw-2rem)] rounded-dialog border border-border bg-surface p-0 text-text shadow-lg max-md:m-0 max-md:h-dvh max-md:max-h-none max-md:w-screen max-md:max-w-none max-md:rounded-none max-md:border-0"
    >
      <div className="flex max-h-[70vh] flex-col max-md:h-full max-md:max-h-none">
        <div className="flex items-center gap-2 border-b border-border p-2">
          <input
            role="combobox"
            aria-label="Search or jump"
            aria-expanded={options.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={current && `${id}-${current.key}`}
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            autoFocus
            maxLength={200}
            placeholder="Name, company, e-mail, phone – or > @ # ?"
            className="min-h-10 w-full max-md:min-h-11 rounded-input bg-surface px-2 text-section"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value)
              setAt(null)
            }}
            onKeyDown={onKey}
          />
          <Button look="quiet" aria-label="Close" className="md:hidden" onClick={close}>
            <X size={16} aria-hidden />
          </Button>
        </div>
        <PaletteList {...{ id, local, found, current, choose }} onPoint={setAt} />
        <p role="status" className="border-t border-border px-4 py-2 text-meta text-text-3">
          {said(asksServer(asked), options.length, server)}
          {options.length > 0 && <span className="max-md:hidden"> · ↑ ↓ to move, Enter to open</span>}
        </p>
      </div>
    </dialog>
  )
}

function said(
  asks: boolean,
  count: number,
  { isFetching, error }: { isFetching: boolean; error: Error | null },
): string {
  if (asks && error) return `The server’s answer is missing: ${error.message}`
  if (asks && isFetching) return 'Searching…'
  return count === 0 ? 'Nothing found. Try fewer words.' : `${count} ${count === 1 ? 'entry' : 'entries'}`
}
