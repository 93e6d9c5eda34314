import { Link } from '@tanstack/react-router'
import { useMe } from '../data/me.ts'
import { BinButton } from '../layout/Bin.tsx'
import { History } from '../layout/History.tsx'
import { EditRecord } from '../layout/RecordForms.tsx'
import { useRecord } from '../layout/useRecord.tsx'
import { Facts } from '../ui/Panel.tsx'
import { getContact, type Contact } from './calls.ts'
import { useContacts } from './useContacts.ts'

/** A contact beside its list; its own page is one step further. */
export function ContactPeek({ id }: { id: string }) {
  const { can } = useMe()
  const contacts = useContacts()
  const { record: contact, instead } = useRecord('contacts', id, getContact)
  if (!contact) return instead
  const writes = can('accounts:write')
  return (
    <>
      <Link to="/contacts/$id" params={{ id } as never} className="self-start text-accent-text underline">
        Open the page of this contact
      </Link>
      {writes && contact.deleted_at === null ? (
        <EditRecord resource={contacts} row={contact} />
      ) : (
        <ContactFacts contact={contact} />
      )}
      {writes && <BinButton resource={contacts} row={contact} />}
      <History id={id} />
    </>
  )
}

export const ContactFacts = ({ contact }: { contact: Contact }) => (
  <Facts
    facts={[
      ['Account', contact.account_name ?? '–'],
      ['Title', contact.job_title ?? '–'],
      ['E-mail', contact.email ?? '–'],
      ['Phone', contact.phone ?? '–'],
      ['Owner', contact.owner_name ?? 'Nobody'],
      ['Tags', contact.tags.join(', ') || '–'],
    ]}
  />
)
