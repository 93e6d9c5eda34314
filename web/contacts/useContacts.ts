/** How a contact is made and changed, in a cell of the list as in its forms. */
import { accountRecords } from '../accounts/lookup.ts'
import { api } from '../data/client.ts'
import { ContactsAlike } from '../duplicates/Alike.tsx'
import { useCustomFields } from '../fields/useCustomFields.tsx'
import type { FieldSpec } from '../layout/RecordForm.tsx'
import { linesOf, wordsIn, type Changes, type Resource } from '../layout/resource.ts'
import { useKnownName, usePeople } from '../people/calls.ts'
import { getContact, type Contact } from './calls.ts'

const fullName = ({ first_name, last_name }: Pick<Contact, 'first_name' | 'last_name'>) =>
  [first_name, last_name].filter(Boolean).join(' ')

export function useContacts(): Resource<Contact> {
  const people = usePeople()
  const nameOf = useKnownName()
  const custom = useCustomFields<Contact>('contact')
  const fields: FieldSpec[] = [
    { name: 'first_name', label: 'First name' },
    { name: 'last_name', label: 'Last name', required: true },
    { name: 'account_id', label: 'Account', lookup: accountRecords },
    { name: 'job_title', label: 'Title' },
    { name: 'email', label: 'E-mail', type: 'email' },
    { name: 'phone', label: 'Phone' },
    { name: 'owner_id', label: 'Owner', lookup: people },
    { name: 'tags', label: 'Tags', type: 'words' },
    ...custom.fields,
  ]
  const bodyOf = ({ tags, ...changes }: Changes) => ({
    ...custom.bodyOf(changes),
    ...(tags !== undefined && { tags: wordsIn(tags) }),
  })
  return {
    key: 'contacts',
    noun: 'contact',
    fields,
    nameOf: ({ name }) => name,
    valuesOf: (contact) => ({
      ...(contact as unknown as Changes),
      tags: linesOf(contact.tags),
      ...custom.valuesOf(contact),
    }),
    get: getContact,
    alike: ContactsAlike,
    create: (changes) => api.post('/contacts', { body: bodyOf(changes) as never }),
    patch: ({ id, version }, changes) =>
      api.patch('/contacts/{id}', { params: { id }, body: bodyOf(changes), version }),
    preview: (contact, changes) => {
      const body = bodyOf(changes) as Partial<Contact>
      const next = { ...contact, ...body, metadata: { ...contact.metadata, ...body.metadata } }
      return { ...next, name: fullName(next), owner_name: nameOf(next.owner_id) ?? (next.owner_id && next.owner_name) }
    },
    keys: { a: 'owner_id' },
    bulk: {
      fields: ['account_id', 'job_title', 'owner_id', 'tags'],
      bodyOf,
      send: (order) => api.post('/contacts/bulk', { body: order }),
      matching: (query) => api.get('/contacts/matching', { query }),
    },
    bin: {
      remove: ({ id, version }) => api.delete('/contacts/{id}', { params: { id }, version }),
      restore: (id) => api.post('/contacts/{id}/restore', { params: { id } }),
    },
  }
}
