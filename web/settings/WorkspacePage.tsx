import { useQueryClient } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { RecordForm } from '../layout/RecordForm.tsx'
import { settingsTabs } from './tabs.ts'

type Values = Record<'name' | 'base_currency' | 'prospecting' | 'negotiation', string>

/** The form has one field for each stage. */
const bodyOf = ({ prospecting, negotiation, ...fields }: Partial<Record<string, string | null>>, before: Values) => ({
  ...(fields as Partial<Pick<Values, 'name' | 'base_currency'>>),
  rotting_days: {
    prospecting: Number(prospecting ?? before.prospecting),
    negotiation: Number(negotiation ?? before.negotiation),
  },
})

export default function WorkspacePage() {
  const me = useMe()
  const client = useQueryClient()
  const { name, base_currency, rotting_days } = me.workspace
  const values = {
    name,
    base_currency,
    prospecting: String(rotting_days.prospecting),
    negotiation: String(rotting_days.negotiation),
  }
  return (
    <>
      <PageHeader title="Workspace" tabs={settingsTabs(me.permissions)} />
      <section aria-label="Workspace" className="max-w-xl rounded-card border border-border bg-surface p-4">
        <RecordForm
          key={JSON.stringify(values)}
          fields={[
            { name: 'name', label: 'Name', required: true },
            {
              name: 'base_currency',
              label: 'Currency',
              required: true,
              hint: 'ISO code. New amounts begin with it; amounts that are there keep theirs.',
            },
            {
              name: 'prospecting',
              label: 'Prospecting deals rot after, days',
              required: true,
              hint: 'Without a change, a task done or tracked time.',
            },
            { name: 'negotiation', label: 'Deals in negotiation rot after, days', required: true },
          ]}
          values={values}
          action="Save workspace"
          refresh="me"
          save={async (changes) => {
            await api.patch('/workspace', { body: bodyOf(changes, values) })
            const undo = () =>
              api.patch('/workspace', { body: bodyOf(values, values) }).then(() => client.invalidateQueries())
            return { text: 'Workspace saved.', undo }
          }}
        />
      </section>
    </>
  )
}
