import { useQuery, useQueryClient } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { useId, useState, type KeyboardEvent } from 'react'
import { sayFailed } from '../ui/toasts.tsx'

export type Found = { value: string; label: string; detail?: string }
export type Find = (text: string) => Promise<Found[]>

type Props = {
  label: string
  /** Names the answers in the cache: the same find, the same key. */
  kind: string
  find: Find
  onChoose: (found: Found) => void
  /** What is chosen now, shown until somebody types. */
  shown?: string | undefined
  error?: string | undefined
  hint?: string | undefined
  autoFocus?: boolean
  hideLabel?: boolean
  /** The list stays open: for a dialog that is nothing but this choice. */
  alwaysOpen?: boolean
}

/** The name of what was just chosen is known: nobody has to ask for it by its id. */
export function useRemember(kind: string): (found: Found) => void {
  const client = useQueryClient()
  return ({ value, label }) => client.setQueryData(['name', kind, value], label)
}

/** Search among any number of records; arrows move, Enter takes (ARIA combobox with a listbox). */
export function Lookup(props: Props) {
  const { label, kind, find, onChoose, shown = '', error, hint, autoFocus, hideLabel, alwaysOpen = false } = props
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const [isOpen, setOpen] = useState(false)
  const text = typed ?? ''
  const open = alwaysOpen || isOpen
  const client = useQueryClient()
  const query = { queryKey: ['lookup', kind, text.trim()], queryFn: () => find(text.trim()) }
  const {
    data = [],
    isFetching,
    isPlaceholderData,
  } = useQuery({
    ...query,
    enabled: open,
    placeholderData: (before) => before,
  })
  const choose = (found: Found) => {
    setOpen(false)
    setTyped(null)
    onChoose(found)
  }
  // what is still shown answers what was typed before
  const isLate = isPlaceholderData || (isFetching && data.length === 0)
  /** Whoever is faster than the answer means the first of it. */
  const take = () =>
    isLate
      ? void client.fetchQuery(query).then(([first]) => first && choose(first), sayFailed)
      : data[at] && choose(data[at])
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(open ? Math.min(data.length - 1, at + 1) : 0)
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
    else if (event.key === 'Enter' && open && (isLate || data[at])) take()
    else if (event.key === 'Escape' && isOpen) setOpen(false)
    else return
    if (event.key === 'ArrowDown') setOpen(true)
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-meta font-medium text-text-2'}>
        {label}
      </label>
      <input
        id={id}
        role="combobox"
        autoComplete="off"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-activedescendant={open && data[at] ? `${id}-${at}` : undefined}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
        autoFocus={autoFocus}
        className="min-h-(--control) rounded-input border border-border-strong bg-surface px-2"
        placeholder="Type to search"
        value={typed ?? shown}
        onFocus={(event) => event.target.select()}
        // by pointer alone one could not see what there is to choose
        onClick={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
          setOpen(true)
        }}
        onKeyDown={onKey}
      />
      {hint && !error && (
        <p id={`${id}-hint`} className="text-meta text-text-3">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-meta text-danger">
          {error}
        </p>
      )}
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        hidden={!open}
        className="max-h-64 overflow-y-auto rounded-card border border-border"
      >
        {data.map((found, index) => (
          <li
            key={found.value}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            // before the input loses its focus and the list closes
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(found)}
            className={clsx('cursor-pointer px-3 py-1.5 max-md:py-3', index === at && 'bg-accent-soft')}
          >
            {found.label} <span className="text-text-3">{found.detail}</span>
          </li>
        ))}
        {data.length === 0 && (
          <li role="option" aria-disabled aria-selected={false} className="px-3 py-1.5 text-text-2">
            {isFetching ? 'Searching…' : 'Nothing found.'}
          </li>
        )}
      </ul>
    </div>
  )
}
