import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { RecordForm } from '../layout/RecordForm.tsx'
import { noticePath } from '../paths.ts'
import { Facts } from '../ui/Panel.tsx'

export default function ProfilePage() {
  const me = useMe()
  const client = useQueryClient()
  return (
    <>
      <PageHeader title="Profile" />
      <section
        aria-label="Profile"
        className="flex max-w-xl flex-col gap-4 rounded-card border border-border bg-surface p-4"
      >
        <Facts
          facts={[
            ['E-mail', me.email],
            ['Role', me.role],
          ]}
        />
        <RecordForm
          key={me.name}
          fields={[{ name: 'name', label: 'Name', required: true }]}
          values={{ name: me.name }}
          action="Save profile"
          refresh="me"
          save={async ({ name }) => {
            await api.patch('/me', { body: { name: name! } })
            const undo = () => api.patch('/me', { body: { name: me.name } }).then(() => client.invalidateQueries())
            return { text: 'Profile saved.', undo }
          }}
        />
        <Link
          to={noticePath}
          className="inline-flex min-h-(--control) items-center self-start text-accent-text underline"
        >
          What is recorded about you, and who sees it
        </Link>
      </section>
    </>
  )
}
