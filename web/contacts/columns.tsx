import type { Fact } from '../layout/HeaderFacts.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { When } from '../ui/formats.tsx'
import type { Contact } from './calls.ts'

const hrefs: Record<string, (contact: Contact) => string | null> = {
  account: ({ account_id }) => account_id && `/accounts/${account_id}`,
  email: ({ email }) => email && `mailto:${email}`,
  phone: ({ phone }) => phone && `tel:${phone}`,
}

export const contactColumns: Column<Contact>[] = [
  { key: 'name', title: 'Name', sort: 'name', field: 'last_name', width: 150, cell: ({ name }) => name },
  {
    key: 'account',
    inFile: 'account_name',
    title: 'Account',
    field: 'account_id',
    width: 150,
    onPhone: 'first',
    cell: ({ account_name, account_deleted }) =>
      account_name === null ? '–' : account_deleted ? `${account_name} (deleted)` : account_name,
  },
  {
    key: 'title',
    inFile: 'job_title',
    title: 'Title',
    field: 'job_title',
    onPhone: 'hidden',
    cell: ({ job_title }) => job_title ?? '–',
  },
  { key: 'email', title: 'E-mail', sort: 'email', field: 'email', width: 190, cell: ({ email }) => email ?? '–' },
  { key: 'phone', title: 'Phone', field: 'phone', onPhone: 'hidden', cell: ({ phone }) => phone ?? '–' },
  {
    key: 'owner',
    inFile: 'owner_name',
    title: 'Owner',
    field: 'owner_id',
    onPhone: 'hidden',
    cell: ({ owner_name }) => owner_name ?? '–',
  },
  {
    key: 'tags',
    title: 'Tags',
    field: 'tags',
    width: 90,
    onPhone: 'hidden',
    cell: ({ tags }) => tags.join(', ') || '–',
  },
  {
    key: 'updated',
    inFile: 'updated_at',
    title: 'Changed',
    sort: 'updated_at',
    kind: 'date',
    width: 215,
    onPhone: 'hidden',
    cell: ({ updated_at }) => <When instant={updated_at} />,
  },
]

/** What the page of a contact tells first. The name has two parts, each changed by itself. */
export const contactFacts: Fact<Contact>[] = [
  { key: 'first', title: 'First name', field: 'first_name', cell: ({ first_name }) => first_name ?? '–' },
  { key: 'last', title: 'Last name', field: 'last_name', cell: ({ last_name }) => last_name },
  ...contactColumns
    .filter(({ key }) => key !== 'name' && key !== 'updated')
    .map((column) => ({ ...column, ...(hrefs[column.key] && { href: hrefs[column.key] }) })),
]
