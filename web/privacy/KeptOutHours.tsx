import { useState, type FormEvent } from 'react'
import type { ExcludedHours } from '../../domain/exclusions.ts'
import { shift } from '../../domain/periods.ts'
import { useMe } from '../data/me.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { weekdayName } from '../ui/formats.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { Chip, Part } from './parts.tsx'

/** A Monday, for the names of the days. */
const monday = '2026-11-23'
const nameOf = (day: number) => weekdayName(shift(monday, day - 1))
const week = [1, 2, 3, 4, 5, 6, 7]

/** Days that follow each other as a span, as in Mon–Fri. */
function daysInWords(days: number[]): string {
  const sorted = days.toSorted((a, b) => a - b)
  const [first, last] = [sorted[0]!, sorted.at(-1)!]
  if (sorted.length > 2 && last - first === sorted.length - 1) return `${nameOf(first)}–${nameOf(last)}`
  return sorted.map(nameOf).join(', ')
}
const inWords = ({ days, from, to }: ExcludedHours) =>
  `${daysInWords(days)} ${from === to ? `the whole day${from === '00:00' ? '' : ` from ${from}`}` : `${from}–${to}${to < from ? ' the next day' : ''}`}`

type Props = { hours: ExcludedHours[]; keep: (hours: ExcludedHours[], text: string) => Promise<void> }

export function KeptOutHours({ hours, keep }: Props) {
  const me = useMe()
  const [days, setDays] = useState([1, 2, 3, 4, 5])
  const [from, setFrom] = useState('12:00')
  const [to, setTo] = useState('13:00')
  const add = (event: FormEvent) => {
    event.preventDefault()
    const added = { days: days.toSorted((a, b) => a - b), from, to }
    void keep([...hours, added], `${inWords(added)} is kept out from now on.`).catch(sayFailed)
  }
  const remove = (index: number) =>
    void keep(
      hours.filter((_, place) => place !== index),
      `${inWords(hours[index]!)} is recorded again from now on.`,
    ).catch(sayFailed)
  const turn = (day: number) => setDays(days.includes(day) ? days.filter((other) => other !== day) : [...days, day])
  return (
    <Part title="Hours">
      <ul aria-label="Hours" className="flex flex-wrap gap-2 empty:hidden">
        {hours.map((one, index) => (
          <Chip key={JSON.stringify(one)} name={inWords(one)} remove={() => remove(index)} />
        ))}
      </ul>
      <form onSubmit={add} className="flex flex-col gap-2">
        <fieldset className="flex flex-wrap gap-x-3 gap-y-1">
          <legend className="sr-only">On these days</legend>
          {week.map((day) => (
            <label key={day} className="flex min-h-8 items-center gap-1.5 max-md:min-h-11">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={days.includes(day)}
                onChange={() => turn(day)}
              />
              {nameOf(day)}
            </label>
          ))}
        </fieldset>
        <div className="flex items-end gap-2 max-md:flex-wrap">
          <div className="min-w-0 flex-1">
            <TextField
              label="From"
              type="time"
              required
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
          </div>
          <div className="min-w-0 flex-1">
            <TextField label="To" type="time" required value={to} onChange={(event) => setTo(event.target.value)} />
          </div>
          <Button
            type="submit"
            className="max-md:min-h-11 max-md:w-full"
            disabled={days.length === 0 || hours.length >= 20}
          >
            Add<span className="sr-only"> hours</span>
          </Button>
        </div>
        <p className="text-meta text-text-3">
          By your own clock, {me.zone}. {days.length === 0 && 'Choose at least one day.'}
          {hours.length >= 20 && 'Twenty spans are the most.'}
        </p>
      </form>
    </Part>
  )
}
