import { useMemo } from 'react'
import { useMe } from '../data/me.ts'
import { useCustomFields } from '../fields/useCustomFields.tsx'
import { ListPage } from '../layout/ListPage.tsx'
import { CreateRecord } from '../layout/RecordForms.tsx'
import { usePeople } from '../people/calls.ts'
import { AccountPeek } from './AccountPeek.tsx'
import { listAccounts, type Account } from './calls.ts'
import { accountColumns } from './columns.tsx'
import { useAccounts } from './useAccounts.ts'

export default function AccountsPage() {
  const me = useMe()
  const people = usePeople()
  const accounts = useAccounts()
  const custom = useCustomFields<Account>('account')
  const columns = useMemo(() => [...accountColumns, ...custom.columns], [custom])
  const writes = me.can('accounts:write')
  return (
    <ListPage<Account>
      title="Accounts"
      noun="account"
      queryKey="accounts"
      home="/accounts"
      bin
      file="/accounts/export"
      views="accounts"
      columns={columns}
      initialSort="name"
      filters={[
        { name: 'owner_id', label: 'Owner', records: people },
        { name: 'industry', label: 'Industry', free: true },
        { name: 'tag', label: 'Tag', free: true },
        ...custom.filters,
      ]}
      resource={writes ? accounts : undefined}
      fetchPage={listAccounts}
      peek={(id, row) => ({ title: row?.name ?? 'Account', content: <AccountPeek key={id} id={id} /> })}
      bulk={writes ? accounts : null}
      create={writes ? (close) => <CreateRecord resource={accounts} done={close} /> : null}
    />
  )
}
