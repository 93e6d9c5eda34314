import { useQueryClient } from '@tanstack/react-query'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { RecordForm } from '../layout/RecordForm.tsx'
import { settingsTabs } from './tabs.ts'

export default function WorkspacePage() {
  const me = useMe()
  const client = useQueryClient()
  const { name, base_currency } = me.workspace
  return (
    <>
      <PageHeader title="Workspace" tabs={settingsTabs(me.permissions)} />
      <section aria-label="Workspace" className="max-w-xl rounded-card border border-border bg-surface p-4">
        <RecordForm
          key={name + base_currency}
          fields={[
            { name: 'name', label: 'Name', required: true },
            {
              name: 'base_currency',
              label: 'Currency',
              required: true,
              hint: 'ISO code. New amounts begin with it; amounts that are there keep theirs.',
            },
          ]}
          values={{ name, base_currency }}
          action="Save workspace"
          refresh="me"
          save={async (changes) => {
            await api.patch('/workspace', { body: changes as never })
            const undo = () =>
              api.patch('/workspace', { body: { name, base_currency } }).then(() => client.invalidateQueries())
            return { text: 'Workspace saved.', undo }
          }}
        />
      </section>
    </>
  )
}
