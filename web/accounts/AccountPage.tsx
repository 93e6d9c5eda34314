import { Navigate, useParams } from '@tanstack/react-router'
import { api } from '../data/client.ts'
import { listContacts, type Contact } from '../contacts/calls.ts'
import { contactColumns } from '../contacts/columns.tsx'
import { useContacts } from '../contacts/useContacts.ts'
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
import { getAccount, type Account } from './calls.ts'
import { accountFacts } from './columns.tsx'
import { useAccounts } from './useAccounts.ts'

export default function AccountPage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const { record: account, instead } = useRecord('accounts', id, getAccount)
  // an old address leads to the account it was merged into
  if (account && account.id !== id) return <Navigate to="/accounts/$id" params={{ id: account.id } as never} replace />
  return account ? <Sides key={id} account={account} /> : instead
}

const contactsHere = contactColumns.filter(({ key }) => key !== 'account')
const [dealsHere, dealsWithoutValue] = [true, false].map((seesValues) =>
  columnsFor(seesValues).filter(({ key }) => key !== 'account'),
)

function Sides({ account }: { account: Account }) {
  const { can } = useMe()
  const accounts = useAccounts(account)
  const custom = useCustomFields<Account>('account')
  const tasks = useTasks()
  const of = { account_id: account.id }
  const alive = account.deleted_at === null
  const sides = [
    { name: 'contacts', title: 'Contacts', content: () => <Contacts account={account} /> },
    ...(can('deals:read') ? [{ name: 'deals', title: 'Deals', content: () => <Deals account={account} /> }] : []),
    ...(can('tasks:read') ? [{ name: 'tasks', title: 'Tasks', content: () => <TasksOf of={of} /> }] : []),
    ...(can('time:read') ? [{ name: 'time', title: 'Time', content: () => <TimeOf of={of} /> }] : []),
  ]
  return (
    <RecordPage
      row={account}
      resource={accounts}
      writes={can('accounts:write')}
      home="/accounts"
      facts={[...accountFacts, ...custom.columns]}
      parent={of}
      sides={sides}
      createTask={
        can('tasks:write') && alive ? (close) => <CreateRecord resource={tasks} given={of} done={close} /> : null
      }
    />
  )
}

function Contacts({ account }: { account: Account }) {
  const { can } = useMe()
  const contacts = useContacts()
  const given = { account_id: account.id }
  return (
    <RelatedTable<Contact>
      noun="contact"
      queryKey="contacts"
      query={{ account_id: [account.id] }}
      fetchPage={listContacts}
      columns={contactsHere}
      initialSort="name"
      home="/contacts"
      create={
        can('accounts:write') && account.deleted_at === null
          ? (close) => <CreateRecord resource={contacts} given={given} done={close} />
          : null
      }
    />
  )
}

function Deals({ account }: { account: Account }) {
  const { can } = useMe()
  return (
    <RelatedTable<Deal>
      noun="deal"
      queryKey="deals"
      query={{ account_id: [account.id] }}
      fetchPage={(query) => api.get('/deals', { query })}
      columns={(can('values:read') ? dealsHere : dealsWithoutValue)!}
      initialSort="-updated_at"
      home="/deals"
      create={
        can('deals:write') && account.deleted_at === null
          ? (close) => <CreateDeal given={{ account_id: account.id }} done={close} />
          : null
      }
    />
  )
}
