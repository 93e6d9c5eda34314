import { useState } from 'react'
import type { ImportPatch } from '../../domain/imports.ts'
import { usePeople } from '../people/calls.ts'
import { Button, SelectField } from '../ui/controls.tsx'
import { hours } from '../ui/formats.tsx'
import type { Import } from './calls.ts'
import { ZoneField } from './ZoneField.tsx'

export type Answer = ImportPatch
type Props = { data: Import; onAnswer: (answer: Answer) => void }
type Person = NonNullable<Import['report']>['people'][number]

/** What a person says about the file; each answer starts the dry run again. */
export function ImportAnswers({ data, onAnswer }: Props) {
  const people = usePeople()
  const [zone, setZone] = useState(data.answers.zone ?? '')
  const named = data.report?.people.filter(({ ref }) => ref !== '') ?? []
  const nameless = data.report?.people.some(({ ref }) => ref === '')
  return (
    <div className="flex flex-wrap items-end gap-3">
      {data.report?.questions.map(({ field, message }) => (
        <p key={field} role="alert" className="w-full text-warning">
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
          <SelectField
            label="Whose time is this?"
            value={data.answers.user_id ?? ''}
            onChange={(event) => onAnswer({ user_id: event.target.value })}
            options={[...(data.answers.user_id ? [] : [{ value: '', label: 'Mine' }]), ...people]}
          />
        </div>
      )}
      {named.length > 0 && (
        <fieldset className="flex w-full flex-wrap gap-3">
          <legend className="mb-2 font-medium">Whose time is it?</legend>
          {named.map((person) => (
            <div key={person.ref} className="w-64">
              <SelectField
                label={`${person.ref} · ${person.entries} entries, ${hours(person.seconds)} h`}
                value={choiceFor(person, data.answers.people)}
                onChange={(event) => onAnswer({ people: { ...data.answers.people, [person.ref]: event.target.value } })}
                options={[
                  { value: 'create', label: 'A new person without sign-in' },
                  { value: 'skip', label: 'Leave out' },
                  ...people,
                ]}
              />
            </div>
          ))}
        </fieldset>
      )}
    </div>
  )
}

const choiceFor = ({ ref, user_id, new: isNew }: Person, answers: Import['answers']['people']) =>
  answers[ref] ?? user_id ?? (isNew ? 'create' : 'skip')
