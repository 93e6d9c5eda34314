import { useQueryClient } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { RecordForm, type Changes, type FieldSpec } from '../layout/RecordForm.tsx'
import { settingsTabs } from './tabs.ts'

const fields: FieldSpec[] = [
  { name: 'name', label: 'Name', required: true },
  {
    name: 'zone',
    label: 'Time zone',
    required: true,
    hint: 'An IANA name, like Europe/Berlin. Your days begin and end in it.',
  },
  { name: 'locale', label: 'Language and formats', required: true, hint: 'A language tag, like en or de-AT' },
  {
    name: 'preferences_density',
    label: 'Rows of tables',
    required: true,
    options: [
      { value: 'default', label: 'Default' },
      { value: 'compact', label: 'Compact' },
      { value: 'comfortable', label: 'Comfortable' },
    ],
  },
]

const bodyOf = ({ preferences_density: density, ...rest }: Changes) => ({
  ...rest,
  ...(density && { preferences: { density } }),
})

export default function ProfilePage() {
  const me = useMe()
  const client = useQueryClient()
  const values = { ...me, preferences_density: me.preferences.density ?? 'default' }
  return (
    <>
      <PageHeader title="Profile" tabs={settingsTabs(me.permissions)} />
      <section aria-label="Profile" className="max-w-xl rounded-card border border-border bg-surface p-4">
        <p className="mb-3 text-text-2">
          {me.email} · {me.role}
        </p>
        <RecordForm
          key={JSON.stringify(values)}
          fields={fields}
          values={values as unknown as Record<string, string>}
          action="Save profile"
          refresh="me"
          save={async (changes) => {
            await api.patch('/me', { body: bodyOf(changes) as never })
            const back = Object.fromEntries(
              Object.keys(changes).map((name) => [name, values[name as 'name'] as string]),
            )
            return {
              text: 'Profile saved.',
              undo: () => api.patch('/me', { body: bodyOf(back) as never }).then(() => client.invalidateQueries()),
            }
          }}
        />
      </section>
    </>
  )
}
