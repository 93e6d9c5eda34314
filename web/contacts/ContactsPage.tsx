import { useMemo } from 'react'
import { accountFilter } from '../accounts/lookup.ts'
import { useMe } from '../data/me.ts'
import { useCustomFields } from '../fields/useCustomFields.tsx'
import { ListPage } from '../layout/ListPage.tsx'
import { CreateRecord } from '../layout/RecordForms.tsx'
import { usePeople } from '../people/calls.ts'
import { listContacts, type Contact } from './calls.ts'
import { contactColumns } from './columns.tsx'
import { ContactPeek } from './ContactPeek.tsx'
import { useContacts } from './useContacts.ts'

export default function ContactsPage() {
  const me = useMe()
  const people = usePeople()
  const contacts = useContacts()
  const custom = useCustomFields<Contact>('contact')
  const columns = useMemo(() => [...contactColumns, ...custom.columns], [custom])
  const writes = me.can('accounts:write')
  return (
    <ListPage<Contact>
      title="Contacts"
      noun="contact"
      queryKey="contacts"
      home="/contacts"
      bin
      file="/contacts/export"
      views="contacts"
      columns={columns}
      initialSort="name"
      filters={[
        accountFilter,
        { name: 'owner_id', label: 'Owner', records: people },
        { name: 'tag', label: 'Tag', free: true },
        ...custom.filters,
      ]}
      resource={writes ? contacts : undefined}
      fetchPage={listContacts}
      peek={(id, row) => ({ title: row?.name ?? 'Contact', content: <ContactPeek key={id} id={id} /> })}
      bulk={writes ? contacts : null}
      create={writes ? (close) => <CreateRecord resource={contacts} done={close} /> : null}
    />
  )
}
