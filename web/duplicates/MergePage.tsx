/** Two records beside each other: which of them stays, what it takes from the other, what goes along; then what became of it. */
import { Link } from '@tanstack/react-router'
import { getAccount } from '../accounts/calls.ts'
import { getContact } from '../contacts/calls.ts'
import { useAddress } from '../data/list.ts'
import { useDefinitions } from '../fields/useCustomFields.tsx'
import { useRecord } from '../layout/useRecord.tsx'
import { PageHeader } from '../layout/PageHeader.tsx'
import { Empty } from '../ui/states.tsx'
import { Comparison } from './Comparison.tsx'
import { Merged } from './Merged.tsx'
import { pluralOf } from './calls.ts'

export default function MergePage() {
  const { search } = useAddress()
  const object = search['object'] === 'contact' ? 'contact' : 'account'
  const { this: mine, other: theirs, merge } = search
  return (
    <>
      <PageHeader title={`Merge ${pluralOf[object]}`}>
        <Link
          to="/settings/duplicates"
          search={{ object } as never}
          className="inline-flex min-h-6 items-center text-accent-text underline max-md:min-h-11"
        >
          All duplicates
        </Link>
      </PageHeader>
      {merge ? (
        <Merged key={merge} id={merge} />
      ) : mine && theirs && mine !== theirs ? (
        <Both key={mine + theirs} object={object} mine={mine} theirs={theirs} />
      ) : (
        <Empty title="Two records make one">Choose a pair in Settings › Duplicates.</Empty>
      )}
    </>
  )
}

function Both({ object, mine, theirs }: { object: 'account' | 'contact'; mine: string; theirs: string }) {
  const get = object === 'account' ? getAccount : getContact
  const one = useRecord<Awaited<ReturnType<typeof get>>>(pluralOf[object], mine, get)
  const other = useRecord<Awaited<ReturnType<typeof get>>>(pluralOf[object], theirs, get)
  const fields = useDefinitions(object)
  if (!one.record) return one.instead
  if (!other.record) return other.instead
  if (one.record.id === other.record.id) return <Empty title="These two are one already" />
  const custom = Object.fromEntries(fields.map(({ key, label }) => [key, label]))
  return <Comparison object={object} mine={one.record} theirs={other.record} custom={custom} />
}
