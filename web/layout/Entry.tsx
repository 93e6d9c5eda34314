/** One field of a form or of a cell, by its description. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { SelectField, TextField } from '../ui/controls.tsx'
import { day } from '../ui/formats.tsx'
import { Lookup, useRemember, type Find, type Found } from './Lookup.tsx'
import type { FieldSpec } from './RecordForm.tsx'
import { Words } from './Words.tsx'

/** `bare`: in a cell of a table, whose heading is the label; it takes the focus. */
type EntryProps = { field: FieldSpec; value: string; error: string | undefined; bare?: boolean }
export function Entry({ field, value, error, bare = false }: EntryProps) {
  const { name, label, type = 'text', required, options, lookup, hint } = field
  const inCell = bare ? { hideLabel: true, autoFocus: true } : {}
  if (lookup) return <RecordEntry {...{ field, lookup, value, error, bare }} />
  if (type === 'words') return <Words {...{ name, label, value, error, bare, options, hint }} />
  if (options) {
    // the value stays chosen while its option is on its way, else saving would empty it
    const known = value === '' || options.some((option) => option.value === value)
    return (
      <SelectField
        label={label}
        name={name}
        defaultValue={value}
        error={error}
        {...inCell}
        {...(hint && !bare && { hint })}
        options={[
          ...(required ? [] : [{ value: '', label: '–' }]),
          ...(known ? [] : [{ value, label: 'As it is' }]),
          ...options,
        ]}
      />
    )
  }
  if (type === 'date' && !bare) return <DateField {...{ label, name, value, error, required }} />
  return (
    <TextField
      label={label}
      name={name}
      type={type}
      required={required}
      defaultValue={value}
      error={error}
      {...inCell}
      {...(hint && !bare && { hint })}
    />
  )
}

type DateProps = {
  label: string
  name: string
  value: string
  error: string | undefined
  required: boolean | undefined
}
/** The browser's own field is in the browser's format; below it the day stands as the person reads dates. */
function DateField({ label, name, value, error, required }: DateProps) {
  const [date, setDate] = useState(value)
  const read = /^(19|2[01])\d\d-/.test(date) ? day(date) : null
  return (
    <TextField
      label={label}
      name={name}
      type="date"
      required={required}
      value={date}
      error={error}
      onChange={(event) => setDate(event.target.value)}
      {...(read && { hint: read })}
    />
  )
}

type RecordProps = EntryProps & { lookup: NonNullable<FieldSpec['lookup']> }
function RecordEntry({ field: { name, label, required, hint }, lookup, value, error, bare = false }: RecordProps) {
  const remember = useRemember(lookup.kind)
  const { nameOf } = lookup
  const [chosen, setChosen] = useState<Found | null>(null)
  const known = useQuery({
    queryKey: ['name', lookup.kind, value],
    queryFn: () => nameOf!(value),
    enabled: nameOf !== undefined && value !== '',
    staleTime: 60_000,
  })
  const choose = (found: Found) => {
    remember(found)
    setChosen(found)
  }
  const none = required ? [] : [{ value: '', label: 'None' }]
  const find: Find = async (text) => [...(text === '' ? none : []), ...(await lookup.find(text))]
  return (
    <>
      <input type="hidden" name={name} value={chosen?.value ?? value} />
      <Lookup
        label={label}
        kind={`${lookup.kind}${required}`}
        find={find}
        shown={chosen?.label ?? lookup.shown ?? known.data ?? ''}
        onChoose={choose}
        error={error}
        {...(bare ? { hideLabel: true, autoFocus: true } : { hint })}
      />
    </>
  )
}
