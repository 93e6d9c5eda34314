import { useEffect, useRef, useState } from 'react'
import { TextField } from '../ui/controls.tsx'
import { useKeys, withKey } from './keys.ts'

/** Long enough that a word typed at 60 words a minute is one question to the server. */
const pause_ms = 200

/** The row one stands in, or the first card of a board. */
export const focusFound = () =>
  document.querySelector<HTMLElement>('[role="grid"] [data-column][tabindex="0"], [data-card] :is(a, button)')?.focus()

type Props = { label: string; value: string; onSearch: (text: string | undefined) => void }

/** Asks when the typing pauses; `/` jumps here, ↓ to what was found. */
export function SearchBox({ label, value, onSearch }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [text, setText] = useState(value)
  const asked = useRef(value)
  const latest = useRef(onSearch)
  latest.current = onSearch
  useEffect(() => {
    // the address changed by Back or by removing the filter
    if (value !== asked.current) setText((asked.current = value))
  }, [value])
  useEffect(() => {
    if (text.trim() === asked.current) return
    const timer = setTimeout(() => {
      asked.current = text.trim()
      latest.current(asked.current || undefined)
    }, pause_ms)
    return () => clearTimeout(timer)
  }, [text])
  useKeys({ '/': () => box.current?.querySelector('input')?.focus() })
  return (
    <div ref={box} className="w-60 max-md:w-full">
      <TextField
        label={label}
        hideLabel
        placeholder={withKey('Search', ' / ')}
        type="search"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          focusFound()
        }}
      />
    </div>
  )
}
