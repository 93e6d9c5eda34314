import type { Fact } from '../layout/HeaderFacts.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { When } from '../ui/formats.tsx'
import type { Account } from './calls.ts'

const hrefs: Record<string, (account: Account) => string | null> = {
  contact: ({ primary_contact_id }) => primary_contact_id && `/contacts/${primary_contact_id}`,
  website: ({ website }) => website,
  phone: ({ phone }) => phone && `tel:${phone}`,
}

export const accountColumns: Column<Account>[] = [
  { key: 'name', title: 'Name', sort: 'name', field: 'name', width: 220, cell: ({ name }) => name },
  { key: 'industry', title: 'Industry', field: 'industry', onPhone: 'first', cell: ({ industry }) => industry ?? '–' },
  {
    key: 'owner',
    inFile: 'owner_name',
    title: 'Owner',
    field: 'owner_id',
    onPhone: 'hidden',
    cell: ({ owner_name }) => owner_name ?? '–',
  },
  {
    key: 'contact',
    inFile: 'primary_contact_name',
    title: 'Primary contact',
    field: 'primary_contact_id',
    cell: ({ primary_contact_name }) => primary_contact_name ?? '–',
  },
  {
    key: 'phone',
    title: 'Phone',
    field: 'phone',
    optional: true,
    onPhone: 'hidden',
    cell: ({ phone }) => phone ?? '–',
  },
  {
    key: 'website',
    title: 'Website',
    field: 'website',
    optional: true,
    onPhone: 'hidden',
    cell: ({ website }) => website ?? '–',
  },
  {
    key: 'tags',
    title: 'Tags',
    field: 'tags',
    optional: true,
    onPhone: 'hidden',
    cell: ({ tags }) => tags.join(', ') || '–',
  },
  {
    key: 'deals',
    inFile: 'open_deals',
    title: 'Open deals',
    align: 'right',
    onPhone: 'hidden',
    cell: ({ open_deals }) => open_deals,
  },
  {
    key: 'updated',
    inFile: 'updated_at',
    title: 'Changed',
    sort: 'updated_at',
    kind: 'date',
    width: 150,
    onPhone: 'hidden',
    cell: ({ updated_at }) => <When instant={updated_at} />,
  },
]

/** What the page of an account tells first, in the order one asks. */
export const accountFacts: Fact<Account>[] = [
  ...accountColumns
    .filter(({ key }) => key !== 'updated')
    .map((column) => ({ ...column, ...(hrefs[column.key] && { href: hrefs[column.key] }) })),
  { key: 'address', title: 'Address', field: 'address', cell: ({ address }) => address ?? '–' },
]
