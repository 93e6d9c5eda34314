import { Navigate, useParams } from '@tanstack/react-router'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import type { Deal } from '../deals/calls.tsx'
import { columnsFor } from '../deals/columns.tsx'
import { CreateDeal } from '../deals/DealForms.tsx'
import { useCustomFields } from '../fields/useCustomFields.tsx'
import { CreateRecord } from '../layout/RecordForms.tsx'
import { RecordPage } from '../layout/RecordPage.tsx'
import { RelatedTable } from '../layout/RelatedTable.tsx'
import { useRecord } from '../layout/useRecord.tsx'
import { TasksOf } from '../tasks/TasksOf.tsx'
import { useTasks } from '../tasks/useTasks.ts'
import { TimeOf } from '../time/TimeOf.tsx'
import { getContact, type Contact } from './calls.ts'
import { contactFacts } from './columns.tsx'
import { useContacts } from './useContacts.ts'

export default function ContactPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { record: contact, instead } = useRecord('contacts', id, getContact)
  // an old address leads to the contact it was merged into
  if (contact && contact.id !== id) return <Navigate to="/contacts/$id" params={{ id: contact.id } as never} replace />
  return contact ? <Sides key={id} contact={contact} /> : instead
}

/** Deals, tasks and time are those of the company the contact belongs to. */
function Sides({ contact }: { contact: Contact }) {
  const { can } = useMe()
  const contacts = useContacts()
  const custom = useCustomFields<Contact>('contact')
  const tasks = useTasks()
  const { account_id } = contact
  const of = account_id === null || contact.account_deleted ? null : { account_id }
  const sides = of
    ? [
        ...(can('deals:read') ? [{ name: 'deals', title: 'Deals', content: () => <Deals {...of} /> }] : []),
        ...(can('tasks:read') ? [{ name: 'tasks', title: 'Tasks', content: () => <TasksOf of={of} /> }] : []),
        ...(can('time:read') ? [{ name: 'time', title: 'Time', content: () => <TimeOf of={of} /> }] : []),
      ]
    : []
  return (
    <RecordPage
      row={contact}
      resource={contacts}
      writes={can('accounts:write')}
      home="/contacts"
      facts={[...contactFacts, ...custom.columns]}
      parent={{ contact_id: contact.id }}
      sides={sides}
      createTask={
        can('tasks:write') && of ? (close) => <CreateRecord resource={tasks} given={of} done={close} /> : null
      }
    />
  )
}

function Deals({ account_id }: { account_id: string }) {
  const { can } = useMe()
  return (
    <RelatedTable<Deal>
      noun="deal"
      queryKey="deals"
      query={{ account_id: [account_id] }}
      fetchPage={(query) => api.get('/deals', { query })}
      columns={columnsFor(can('values:read'))}
      initialSort="-updated_at"
      home="/deals"
      create={can('deals:write') ? (close) => <CreateDeal given={{ account_id }} done={close} /> : null}
    />
  )
}
