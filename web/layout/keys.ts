import { useEffect, useRef } from 'react'
import { keysOf, type Command } from './commands.ts'
import { isTouched } from './screen.ts'

type Keys = Record<string, () => void>

const isTyping = (target: EventTarget | null): target is HTMLElement =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
/** Esc empties it first. */
const isSearched = (target: HTMLElement) =>
  target instanceof HTMLInputElement && target.type === 'search' && target.value !== ''
const isOpenDialog = () => document.querySelector('dialog[open]') !== null

/** A hint with the key that does it, where there are keys. */
export const withKey = (hint: string, key: string) => (isTouched() ? hint : `${hint} (${key})`)

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

/**
 * The keys of every command; C alone opens the menu of new things, where the letter follows. Ctrl-K works while typing too, and Esc
 * leaves a field, so that the single keys are heard again; what was typed stays.
 */
export function useCommandKeys(list: readonly Command[], open: { palette: () => void; fresh: () => void }): void {
  useKeys({ ...keysOf(list), c: open.fresh })
  const palette = useRef(open.palette)
  palette.current = open.palette
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && isTyping(event.target) && !isSearched(event.target) && !event.defaultPrevented)
        if (!isOpenDialog()) event.target.blur()
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      if (!isOpenDialog()) palette.current()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
