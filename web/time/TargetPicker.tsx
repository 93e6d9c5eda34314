import { useQuery } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { useId, useState, type KeyboardEvent } from 'react'
import { api } from '../data/client.ts'

const search = (q: string) => api.get('/mapping-targets', { query: { q, limit: 12 } })
export type MappingTarget = Awaited<ReturnType<typeof search>>['data'][number]

/** Search among deals and accounts; arrows move, Enter takes (ARIA combobox with a listbox). */
export function TargetPicker({
  label,
  onChoose,
  autoFocus = false,
}: {
  label: string
  onChoose: (target: MappingTarget) => void
  autoFocus?: boolean
}) {
  const id = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const { data } = useQuery({
    queryKey: ['mapping-targets', text],
    queryFn: () => search(text),
    placeholderData: (before) => before,
  })
  const options = data?.data ?? []
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(options.length - 1, at + 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1))
    else if (event.key === 'Enter' && options[at]) onChoose(options[at])
    else return
    event.preventDefault()
  }
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="text-meta font-medium text-text-2">
        {label}
      </label>
      <input
        id={id}
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={options[at] ? `${id}-${at}` : undefined}
        autoFocus={autoFocus}
        className="min-h-8 rounded-input border border-border-strong bg-surface px-2"
        placeholder="Deal or account"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKey}
      />
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        className="max-h-64 overflow-y-auto rounded-card border border-border"
      >
        {options.map((option, index) => (
          <li
            key={`${option.deal_id}${option.account_id}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            onClick={() => onChoose(option)}
            className={clsx('cursor-pointer px-3 py-1.5', index === at && 'bg-accent-soft')}
          >
            {option.deal_name ?? option.account_name}{' '}
            <span className="text-text-3">{option.deal_name ? option.account_name : 'account'}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
