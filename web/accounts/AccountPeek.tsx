import { Link } from '@tanstack/react-router'
import { useMe } from '../data/me.ts'
import { BinButton } from '../layout/Bin.tsx'
import { History } from '../layout/History.tsx'
import { EditRecord } from '../layout/RecordForms.tsx'
import { useRecord } from '../layout/useRecord.tsx'
import { Facts } from '../ui/Panel.tsx'
import { getAccount, type Account } from './calls.ts'
import { useAccounts } from './useAccounts.ts'

/** An account beside its list; its own page is one step further. */
export function AccountPeek({ id }: { id: string }) {
  const { can } = useMe()
  const { record: account, instead } = useRecord('accounts', id, getAccount)
  const accounts = useAccounts(account)
  if (!account) return instead
  const writes = can('accounts:write')
  return (
    <>
      <Link to="/accounts/$id" params={{ id } as never} className="self-start text-accent-text underline">
        Open the page of this account
      </Link>
      {writes && account.deleted_at === null ? (
        <EditRecord resource={accounts} row={account} />
      ) : (
        <AccountFacts account={account} />
      )}
      {writes && <BinButton resource={accounts} row={account} />}
      <History id={id} />
    </>
  )
}

export const AccountFacts = ({ account }: { account: Account }) => (
  <Facts
    facts={[
      ['Industry', account.industry ?? '–'],
      ['Owner', account.owner_name ?? 'Nobody'],
      ['Primary contact', account.primary_contact_name ?? '–'],
      ['Phone', account.phone ?? '–'],
      ['Website', account.website ?? '–'],
      ['Address', account.address ?? '–'],
      ['Tags', account.tags.join(', ') || '–'],
      ['Open deals', account.open_deals],
    ]}
  />
)
