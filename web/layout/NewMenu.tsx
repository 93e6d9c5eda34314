import { useEffect, useRef, type KeyboardEvent } from 'react'
import { Kbd } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import type { Command } from './commands.ts'

/** C, then a letter; or arrows and Enter. */
export function NewMenu({ things, onClose }: { things: Command[]; onClose: () => void }) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => list.current?.querySelector('button')?.focus(), [])
  const choose = (thing: Command) => {
    onClose()
    thing.run()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const buttons = [...list.current!.querySelectorAll('button')]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const thing = things.find(({ keys }) => keys === `C ${event.key.toUpperCase()}`)
    if (thing) choose(thing)
    else if (event.key === 'ArrowDown') buttons[(at + 1) % buttons.length]?.focus()
    else if (event.key === 'ArrowUp') buttons.at(at - 1)?.focus()
    else return
    event.preventDefault()
  }
  return (
    <Modal title="New" onClose={onClose}>
      <div ref={list} className="flex flex-col gap-1" onKeyDown={onKey}>
        {things.map((thing) => (
          <button
            key={thing.id}
            type="button"
            onClick={() => choose(thing)}
            className="flex min-h-11 items-center justify-between rounded-card px-2 text-left hover:bg-sunken"
          >
            {thing.title}
            <Kbd>{thing.keys?.slice(2)}</Kbd>
          </button>
        ))}
      </div>
    </Modal>
  )
}
