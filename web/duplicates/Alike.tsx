/** What may be the record that is being typed: a warning with its reasons, never in the way. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CopyCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Candidates } from '../../domain/duplicates.ts'
import { api } from '../data/client.ts'
import type { Changes } from '../layout/resource.ts'
import { pluralOf } from './calls.ts'

type Props = { entered: Changes }
type Ask = (query: Record<string, string>) => Promise<Candidates>
const askAccounts: Ask = (query) => api.get('/accounts/candidates', { query })
const askContacts: Ask = (query) => api.get('/contacts/candidates', { query })

export const AccountsAlike = ({ entered }: Props) => (
  <Alike object="account" ask={askAccounts} typed={pick(entered, ['name', 'website', 'phone'])} />
)
export const ContactsAlike = ({ entered }: Props) => (
  <Alike
    object="contact"
    ask={askContacts}
    typed={pick(entered, ['first_name', 'last_name', 'email', 'phone', 'account_id'])}
  />
)

const pick = (entered: Changes, names: string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (entered[name] ? [[name, entered[name]]] : [])))

type AlikeProps = { object: 'account' | 'contact'; ask: Ask; typed: Record<string, string> }
function Alike({ object, ask, typed }: AlikeProps) {
  const settled = useSettled(JSON.stringify(typed))
  const { data } = useQuery({
    queryKey: [pluralOf[object], 'candidates', settled],
    queryFn: () => ask(JSON.parse(settled) as Record<string, string>),
    enabled: settled !== '{}',
    placeholderData: (before) => before,
  })
  const found = settled === '{}' ? [] : (data?.data ?? [])
  return (
    <div role="status">
      {found.length > 0 && (
        <div className="flex flex-col gap-2 rounded-card bg-warning-soft p-3">
          <p className="flex items-center gap-2 font-medium text-warning">
            <CopyCheck size={16} aria-hidden />
            {found.length === 1
              ? `This ${object} may be there already`
              : `${found.length} ${object}s are like this one`}
          </p>
          <ul className="flex flex-col gap-2">
            {found.map(({ record, reasons }) => (
              <li key={record.id} className="wrap-anywhere">
                <Link
                  to={`/${pluralOf[object]}/$id`}
                  params={{ id: record.id }}
                  className="inline-flex min-h-6 items-center font-medium text-accent-text underline max-md:min-h-11"
                >
                  {record.name}
                </Link>
                {record.account_name && <span> · {record.account_name}</span>}
                <span className="block text-meta text-text-2">{reasons.join(' · ')}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

/** The last value that stood still for a third of a second. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 300)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
