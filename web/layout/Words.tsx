import { X } from 'lucide-react'
import { useId, useState, type KeyboardEvent } from 'react'
import { Button } from '../ui/controls.tsx'
import { linesOf, wordsIn } from './resource.ts'

type Props = {
  name: string
  label: string
  /** One word a line. */
  value: string
  error: string | undefined
  bare: boolean
  /** The only words there are; without them any can be typed. */
  options: { value: string; label: string }[] | undefined
  hint: string | undefined
}

/** Any number of words in one field, like tags. The form reads them as lines. */
export function Words({ name, label, value, error, bare, options, hint }: Props) {
  const id = useId()
  const [words, setWords] = useState(wordsIn(value))
  const [typed, setTyped] = useState('')
  const rest = typed.trim()
  const all = rest === '' || words.includes(rest) ? words : [...words, rest]
  const flip = (word: string) => setWords(words.includes(word) ? words.filter((one) => one !== word) : [...words, word])
  return (
    <fieldset
      className="flex min-w-0 flex-col gap-1"
      aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
    >
      <legend className={bare ? 'sr-only' : 'mb-1 text-meta font-medium text-text-2'}>{label}</legend>
      <input type="hidden" name={name} value={linesOf(all) ?? ''} />
      {options ? (
        options.map((option, place) => (
          <label key={option.value} className="flex min-h-(--control) items-center gap-2 px-1">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              autoFocus={bare && place === 0}
              checked={words.includes(option.value)}
              onChange={() => flip(option.value)}
            />
            {option.label}
          </label>
        ))
      ) : (
        <Typed
          {...{ label, words, typed, setTyped, autoFocus: bare }}
          put={(next) => (setWords(next), setTyped(''))}
          all={all}
        />
      )}
      {hint && !error && !bare && (
        <p id={`${id}-hint`} className="text-meta text-text-3">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-meta text-danger">
          {error}
        </p>
      )}
    </fieldset>
  )
}

type TypedProps = {
  label: string
  words: string[]
  /** With what is typed and not yet ended. */
  all: string[]
  typed: string
  setTyped: (typed: string) => void
  put: (words: string[]) => void
  autoFocus: boolean
}
/** Enter or a comma ends a word, Backspace in the empty box takes the last one away. */
function Typed({ label, words, all, typed, setTyped, put, autoFocus }: TypedProps) {
  const onKey = (event: KeyboardEvent) => {
    const ends = (event.key === 'Enter' || event.key === ',') && typed.trim() !== ''
    if (ends) put(all)
    else if (event.key === 'Backspace' && typed === '' && words.length > 0) put(words.slice(0, -1))
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="flex min-h-(--control) flex-wrap items-center gap-1 rounded-input border border-border-strong bg-surface px-1 py-0.5">
      {words.map((word) => (
        <span key={word} className="inline-flex max-w-full items-center rounded-input bg-sunken pl-2 text-meta">
          <span className="truncate">{word}</span>
          <Button
            look="quiet"
            className="!min-h-6 !px-1.5"
            aria-label={`Remove ${word}`}
            onClick={() => put(words.filter((one) => one !== word))}
          >
            <X size={12} aria-hidden />
          </Button>
        </span>
      ))}
      <input
        aria-label={`Add to ${label.toLowerCase()}`}
        autoFocus={autoFocus}
        maxLength={100}
        className="min-h-6 min-w-24 max-md:min-h-11 flex-1 bg-surface px-1"
        placeholder={words.length === 0 ? 'Type, Enter, next' : ''}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKey}
      />
    </div>
  )
}
