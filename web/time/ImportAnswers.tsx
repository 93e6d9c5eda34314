import { useState } from 'react'
import type { ImportPatch } from '../../domain/imports.ts'
import { useMe } from '../data/me.ts'
import { countOf } from '../layout/useDeeds.ts'
import { Lookup, type Found } from '../layout/Lookup.tsx'
import { usePeople, usePersonName } from '../people/calls.ts'
import { Button, SelectField } from '../ui/controls.tsx'
import { hours } from '../ui/formats.tsx'
import type { Import } from './calls.ts'
import { ZoneField } from './ZoneField.tsx'

export type Answer = ImportPatch
type Props = { data: Import; onAnswer: (answer: Answer) => void }
type Person = NonNullable<Import['report']>['people'][number]

/** What a person says about the file; each answer starts the dry run again. */
export function ImportAnswers({ data, onAnswer }: Props) {
  const me = useMe()
  const [zone, setZone] = useState(data.answers.zone ?? '')
  const named = data.report?.people.filter(({ ref }) => ref !== '') ?? []
  const nameless = data.report?.people.some(({ ref }) => ref === '')
  return (
    <div className="flex flex-wrap items-end gap-3">
      {data.report?.questions.map(({ field, message }) => (
        <p key={field} role="alert" className="w-full wrap-anywhere text-warning">
          {message}
        </p>
      ))}
      {data.kind === 'csv' && (
        <>
          <div className="w-56">
            <ZoneField label="Time zone of the file" value={zone} onChange={setZone} />
          </div>
          <Button onClick={() => onAnswer({ zone })} disabled={zone === data.answers.zone}>
            Use this zone
          </Button>
          <div className="w-56">
            <SelectField
              label="Order of dates"
              value={data.answers.date_order ?? ''}
              onChange={(event) => onAnswer({ date_order: event.target.value as 'dmy' })}
              options={[
                ...(data.answers.date_order ? [] : [{ value: '', label: 'Found in the file' }]),
                { value: 'ymd', label: 'Year, month, day' },
                { value: 'dmy', label: 'Day, month, year' },
                { value: 'mdy', label: 'Month, day, year' },
              ]}
            />
          </div>
        </>
      )}
      {nameless && (
        <div className="w-56">
          <PersonField
            label="Whose time is this?"
            value={data.answers.user_id ?? me.id}
            others={[]}
            onChoose={(user_id) => onAnswer({ user_id })}
          />
        </div>
      )}
      {named.length > 0 && (
        <fieldset className="flex w-full flex-wrap gap-3">
          <legend className="mb-2 font-medium">Whose time is it?</legend>
          {named.map((person) => (
            <div key={person.ref} className="w-64">
              <PersonField
                label={`${person.ref} · ${countOf(person.entries, 'entry')}, ${hours(person.seconds)} h`}
                value={choiceFor(person, data.answers.people)}
                others={person.ref.includes('@') ? [aNewPerson, leaveOut] : [leaveOut]}
                onChoose={(choice) => onAnswer({ people: { ...data.answers.people, [person.ref]: choice } })}
              />
            </div>
          ))}
        </fieldset>
      )}
    </div>
  )
}

/** By their address: of a name alone nobody can be made. */
const aNewPerson: Found = { value: 'create', label: 'A new person without sign-in' }
const leaveOut: Found = { value: 'skip', label: 'Leave out' }

type PersonFieldProps = { label: string; value: string; others: Found[]; onChoose: (value: string) => void }
const fits = ({ label }: Found, text: string) => label.toLowerCase().includes(text.toLowerCase())

/** Somebody, or what else can be done with the time. */
function PersonField({ label, value, others, onChoose }: PersonFieldProps) {
  const people = usePeople()
  const other = others.find((one) => one.value === value)
  const name = usePersonName(other ? null : value || null)
  return (
    <Lookup
      label={label}
      kind={`${people.kind} or ${others.map(({ value }) => value).join()}`}
      find={async (text) => [...others.filter((one) => fits(one, text)), ...(await people.find(text))]}
      shown={other?.label ?? name}
      {...(value === '' && { hint: 'Not chosen yet.' })}
      onChoose={(found) => onChoose(found.value)}
    />
  )
}

const choiceFor = ({ ref, user_id, new: isNew }: Person, answers: Import['answers']['people']) =>
  answers[ref] ?? (isNew ? 'create' : (user_id ?? ''))
