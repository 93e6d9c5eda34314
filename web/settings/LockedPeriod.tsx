import { useQueryClient } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { RecordForm, type Changes, type FieldSpec } from '../layout/RecordForm.tsx'

const fields: FieldSpec[] = [
  { name: 'locked_through', label: 'Lock everything up to', type: 'date' },
  {
    name: 'lock_after_days',
    label: 'Lock each week so many days after its end',
    hint: 'The grace people have to put it right, as in 5. Empty: weeks do not lock by themselves.',
  },
]

/** The period that is closed for everybody, whatever was approved in it. */
export function LockedPeriod() {
  const client = useQueryClient()
  const { workspace } = useMe()
  const { version, locked_through, lock_after_days } = workspace
  const values = { locked_through, lock_after_days: lock_after_days === null ? null : String(lock_after_days) }
  const change = (changes: Changes, known: number) =>
    api.patch('/workspace', { body: bodyOf(changes) as never, version: known })
  return (
    <section aria-labelledby="locked-period" className="max-w-xl rounded-card border border-border bg-surface p-4">
      <h2 id="locked-period" className="text-section font-semibold">
        Locked period
      </h2>
      <p className="mt-1 mb-3 text-text-2">
        Nobody changes time in locked days, and what an agent sends late is kept aside. Approved weeks are locked
        besides. The right “Write time in the locked period” opens it.
      </p>
      <RecordForm
        key={version}
        fields={fields}
        values={values}
        action="Save locked period"
        refresh="me"
        save={async (changes) => {
          const saved = await change(changes, version)
          const back = Object.fromEntries(
            Object.keys(changes).map((field) => [field, values[field as keyof typeof values]]),
          )
          const undo = () => change(back, saved.version).then(() => client.invalidateQueries())
          await client.invalidateQueries({ queryKey: ['week'] })
          return { text: 'Locked period saved.', undo }
        }}
      />
    </section>
  )
}

/** What is no number goes as it was typed: the server says so at the field. */
function bodyOf({ lock_after_days, ...rest }: Changes) {
  if (lock_after_days === undefined) return rest
  const number = Number(lock_after_days)
  return { ...rest, lock_after_days: lock_after_days === null || Number.isNaN(number) ? lock_after_days : number }
}
