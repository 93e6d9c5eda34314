import { useEffect, useRef } from 'react'

type Keys = Record<string, () => void>

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
const isOpenDialog = () => document.querySelector('dialog[open]') !== null

/** Single keys and two-key jumps ("g d"), never while typing, never with a modifier; `ctrl+z` for Ctrl or Cmd. */
export function useKeys(keys: Keys): void {
  const current = useRef(keys)
  current.current = keys
  useEffect(() => {
    let prefix = ''
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || isOpenDialog() || event.altKey || event.defaultPrevented) return
      const single = event.ctrlKey || event.metaKey ? `ctrl+${event.key.toLowerCase()}` : event.key
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
