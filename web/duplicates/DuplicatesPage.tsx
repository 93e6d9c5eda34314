/** Records that may be one, the surest first: compared and merged, or told apart. */
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { Mergeable } from '../../domain/duplicates.ts'
import { useAddress, useList } from '../data/list.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { Badge, Button } from '../ui/controls.tsx'
import { When } from '../ui/formats.tsx'
import { Empty, ErrorNote, Loading } from '../ui/states.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { PastMerges } from './PastMerges.tsx'
import { ScanProgress } from './ScanProgress.tsx'
import { homeOf, listPairs, tellApart, useScan, type Pair, type Twin } from './calls.ts'

const shown = { account: 'Accounts', contact: 'Contacts', merges: 'Past merges' } as const
type Shown = keyof typeof shown

export default function DuplicatesPage() {
  const { search, set } = useAddress()
  const object: Shown =
    search['object'] !== undefined && search['object'] in shown ? (search['object'] as Shown) : 'account'
  return (
    <>
      <PageHeader title="Duplicates" />
      <div role="group" aria-label="What is shown" className="flex flex-wrap gap-1">
        {(Object.keys(shown) as Shown[]).map((kind) => (
          <Button
            key={kind}
            look={kind === object ? 'plain' : 'quiet'}
            aria-pressed={kind === object}
            onClick={() => set({ object: kind })}
          >
            {shown[kind]}
          </Button>
        ))}
      </div>
      {object === 'merges' ? <PastMerges /> : <Pairs key={object} object={object} />}
    </>
  )
}

function Pairs({ object }: { object: Mergeable }) {
  const list = useList<Pair>('duplicates', { object }, listPairs)
  const { rows, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const { data: scan } = useScan(object)
  const isLooking = scan !== undefined && scan.progress < 1
  const isEmpty = rows.length === 0 && !hasNextPage
  // what is being read stays as it is until everything was looked through
  useOnChange(isEmpty ? scan?.progress : isLooking, list.refetch)
  if (error) return <ErrorNote error={error} retry={() => void list.refetch()} />
  if (isPending) return <Loading />
  return (
    <>
      {isLooking && <ScanProgress object={object} scan={scan} />}
      <ul aria-label={`${object}s that may be one`} className="flex max-w-4xl flex-col gap-3">
        {rows.map((pair) => (
          <PairCard key={pair.id} object={object} pair={pair} />
        ))}
      </ul>
      {isEmpty && (
        <Empty title={isLooking ? 'No duplicates so far' : 'No duplicates'}>
          {isLooking ? 'The first ones appear here by themselves.' : `No two ${object}s look like one.`}
        </Empty>
      )}
      {hasNextPage && (
        <Button className="self-start" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? 'Loading…' : 'Show more'}
        </Button>
      )}
    </>
  )
}

function useOnChange(value: unknown, deed: () => unknown): void {
  const last = useRef(value)
  useEffect(() => {
    if (last.current !== value) deed()
    last.current = value
  }, [value, deed])
}

function PairCard({ object, pair }: { object: Mergeable; pair: Pair }) {
  const client = useQueryClient()
  const [one, other] = pair.records as [Twin, Twin]
  const apart = () => tellApart(object, pair, () => client.invalidateQueries({ queryKey: ['duplicates'] }))
  return (
    <li className="flex flex-col gap-3 rounded-card border border-border bg-surface p-4">
      <div className="grid gap-3 md:grid-cols-2">
        <TwinFacts object={object} twin={one} />
        <TwinFacts object={object} twin={other} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={pair.score >= 90 ? 'warning' : 'neutral'}>
          {pair.score >= 90 ? 'Very likely one' : 'Likely one'}
        </Badge>
        <span className="text-meta text-text-2">{pair.reasons.join(' · ')}</span>
        <span className="flex flex-wrap gap-2 md:ml-auto">
          <Link
            to="/merge"
            search={{ object, this: one.id, other: other.id } as never}
            className="inline-flex min-h-(--control) items-center rounded-card border border-border-strong bg-surface px-3 font-medium hover:bg-sunken"
          >
            Compare and merge
          </Link>
          <Button look="quiet" onClick={() => void apart().catch(sayFailed)}>
            Not the same
          </Button>
        </span>
      </div>
    </li>
  )
}

function TwinFacts({ object, twin }: { object: Mergeable; twin: Twin }) {
  const facts = [twin.account_name, twin.email, twin.website, twin.phone, twin.owner_name].filter(
    (fact) => fact !== null,
  )
  return (
    <div className="flex flex-col gap-1 wrap-anywhere">
      <Link
        to={`${homeOf[object]}/$id`}
        params={{ id: twin.id } as never}
        className="inline-flex min-h-6 items-center font-medium text-accent-text underline"
      >
        {twin.name}
      </Link>
      <span>{facts.join(' · ') || 'Nothing but its name'}</span>
      <span className="text-meta text-text-3">
        Made <When instant={twin.created_at} />
      </span>
    </div>
  )
}
