/** What a chip opens: a choice of words or of records, or words one types. Each change is in force at once. */
import { useState, type FormEvent } from 'react'
import { Button, TextField } from '../ui/controls.tsx'
import { Lookup, useRemember, type Found } from './Lookup.tsx'
import { boundsIn, valuesOf, wordOfBounds, type Filter, type Option } from './filters.ts'

type Change = { onChange: (values: string[]) => void }

type OptionsProps = Change & { label: string; options: Option[]; word: string | undefined; single: boolean }

/** An option may stand for several values, like "Not done"; it is on when the word is exactly that. */
export function OptionsEditor({ label, options, word, single, onChange }: OptionsProps) {
  const values = valuesOf(word)
  const isOn = ({ value }: Option) => word === value || (!single && values.includes(value))
  const flip = (option: Option) => {
    if (single || option.value.includes(',')) return onChange(isOn(option) ? [] : [option.value])
    onChange(isOn(option) ? values.filter((value) => value !== option.value) : [...values, option.value])
  }
  return (
    <fieldset className="flex flex-col">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="flex min-h-(--control) items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={isOn(option)}
            onChange={() => flip(option)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}

type RecordsProps = Change & {
  label: string
  records: NonNullable<Filter['records']>
  values: string[]
  names: string[]
  single: boolean
}

export function RecordsEditor({ label, records, values, names, single, onChange }: RecordsProps) {
  const remember = useRemember(records.kind)
  const choose = (found: Found) => {
    remember(found)
    if (!values.includes(found.value)) onChange(single ? [found.value] : [...values, found.value])
  }
  return (
    <>
      {values.map((id, index) => (
        <label key={id} className="flex min-h-(--control) items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked
            onChange={() => onChange(values.filter((value) => value !== id))}
          />
          {names[index]}
        </label>
      ))}
      <Lookup
        label={`Add ${label.toLowerCase()}`}
        kind={records.kind}
        find={records.find}
        onChoose={choose}
        alwaysOpen
        autoFocus
      />
    </>
  )
}

type FreeProps = Change & { label: string; values: string[] }

/** A comma would begin the next word in the address. */
export function FreeEditor({ label, values, onChange }: FreeProps) {
  const [typed, setTyped] = useState('')
  const add = (event: FormEvent) => {
    event.preventDefault()
    const words = typed.split(',').map((word) => word.trim())
    setTyped('')
    onChange([...new Set([...values, ...words.filter(Boolean)])])
  }
  return (
    <>
      {values.map((word) => (
        <label key={word} className="flex min-h-(--control) items-center gap-2">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked
            onChange={() => onChange(values.filter((value) => value !== word))}
          />
          {word}
        </label>
      ))}
      <form onSubmit={add} className="flex items-end gap-2">
        <TextField label={label} value={typed} maxLength={100} onChange={(event) => setTyped(event.target.value)} />
        <Button type="submit">Add</Button>
      </form>
    </>
  )
}

type RangeProps = Change & { kind: 'number' | 'date'; word: string | undefined }

export function RangeEditor({ kind, word, onChange }: RangeProps) {
  const bounds = boundsIn(word)
  const field = (label: string, side: 'from' | 'to') => (
    <TextField
      label={label}
      type={kind}
      step="any"
      value={bounds[side]}
      onChange={(event) => onChange(wordOfBounds({ ...bounds, [side]: event.target.value }))}
    />
  )
  return (
    <>
      {field('From', 'from')}
      {field('To', 'to')}
    </>
  )
}
