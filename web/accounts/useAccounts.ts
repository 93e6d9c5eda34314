/** How an account is made and changed, in a cell of the list as in its forms. */
import { api } from '../data/client.ts'
import { AccountsAlike } from '../duplicates/Alike.tsx'
import { useCustomFields } from '../fields/useCustomFields.tsx'
import type { FieldSpec } from '../layout/RecordForm.tsx'
import { linesOf, wordsIn, type Changes, type Resource } from '../layout/resource.ts'
import { useKnownName, usePeople } from '../people/calls.ts'
import { getAccount, type Account } from './calls.ts'

/** Its primary contact is one of its contacts: a choice there only is for an account that is there. */
const primaryOf = (account: Account): FieldSpec => ({
  name: 'primary_contact_id',
  label: 'Primary contact',
  lookup: {
    kind: `contacts of ${account.id}`,
    find: async (text) => {
      const query = { account_id: [account.id], limit: 12, sort: 'name', ...(text && { q: text }) }
      const { data } = await api.get('/contacts', { query })
      return data.map(({ id, name, job_title }) => ({
        value: id,
        label: name,
        ...(job_title && { detail: job_title }),
      }))
    },
    nameOf: async (id) => (await api.get('/contacts/{id}', { params: { id } })).name,
  },
})

export function useAccounts(account?: Account): Resource<Account> {
  const people = usePeople()
  const nameOf = useKnownName()
  const custom = useCustomFields<Account>('account')
  const fields: FieldSpec[] = [
    { name: 'name', label: 'Name', required: true },
    { name: 'industry', label: 'Industry' },
    ...(account ? [primaryOf(account)] : []),
    { name: 'owner_id', label: 'Owner', lookup: people },
    { name: 'phone', label: 'Phone' },
    { name: 'website', label: 'Website', hint: 'With https://' },
    { name: 'address', label: 'Address' },
    { name: 'tags', label: 'Tags', type: 'words' },
    ...custom.fields,
  ]
  const bodyOf = ({ tags, ...changes }: Changes) => ({
    ...custom.bodyOf(changes),
    ...(tags !== undefined && { tags: wordsIn(tags) }),
  })
  return {
    key: 'accounts',
    noun: 'account',
    fields,
    nameOf: ({ name }) => name,
    valuesOf: (row) => ({ ...(row as unknown as Changes), tags: linesOf(row.tags), ...custom.valuesOf(row) }),
    get: getAccount,
    alike: AccountsAlike,
    create: (changes) => api.post('/accounts', { body: bodyOf(changes) as never }),
    patch: ({ id, version }, changes) =>
      api.patch('/accounts/{id}', { params: { id }, body: bodyOf(changes), version }),
    preview: (row, changes) => {
      const body = bodyOf(changes) as Partial<Account>
      const next = { ...row, ...body, metadata: { ...row.metadata, ...body.metadata } }
      return { ...next, owner_name: nameOf(next.owner_id) ?? (next.owner_id && next.owner_name) }
    },
    keys: { a: 'owner_id' },
    bulk: {
      fields: ['industry', 'owner_id', 'tags'],
      bodyOf,
      send: (order) => api.post('/accounts/bulk', { body: order }),
      matching: (query) => api.get('/accounts/matching', { query }),
    },
    bin: {
      remove: ({ id, version }) => api.delete('/accounts/{id}', { params: { id }, version }),
      restore: (id) => api.post('/accounts/{id}/restore', { params: { id } }),
    },
  }
}
