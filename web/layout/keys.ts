import { useEffect, useRef } from 'react'
import { keysOf, type Command } from './commands.ts'

type Keys = Record<string, () => void>

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
const isOpenDialog = () => document.querySelector('dialog[open]') !== null

/** Single keys and two-key jumps ("g d", "c a"), never while typing, never with a modifier; `ctrl+z` for Ctrl or Cmd. */
export function useKeys(keys: Keys): void {
  const current = useRef(keys)
  current.current = keys
  useEffect(() => {
    let prefix = ''
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || isOpenDialog() || event.altKey || event.defaultPrevented) return
      const single =
        event.ctrlKey || event.metaKey ? `ctrl+${event.shiftKey ? 'shift+' : ''}${event.key.toLowerCase()}` : event.key
      const jump = `${prefix} ${event.key}`
      const name = prefix !== '' && current.current[jump] ? jump : single
      prefix = event.key === 'g' ? 'g' : ''
      const action = current.current[name]
      if (!action) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

/** The keys of every command; C alone opens the menu of new things, where the letter follows. Ctrl-K works while typing too. */
export function useCommandKeys(list: readonly Command[], open: { palette: () => void; fresh: () => void }): void {
  useKeys({ ...keysOf(list), c: open.fresh })
  const palette = useRef(open.palette)
  palette.current = open.palette
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      if (!isOpenDialog()) palette.current()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
