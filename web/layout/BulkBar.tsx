/** What is marked in a list, how to mark everything the filter finds, and what can be done with it. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { Button, Kbd } from '../ui/controls.tsx'
import { day, number } from '../ui/formats.tsx'
import { BulkDialog, type Asking, type Chosen } from './BulkDialog.tsx'
import type { Bulk, Found } from './bulk.ts'
import { useKeys } from './keys.ts'
import type { Recorded, Resource } from './resource.ts'
import type { Selecting } from './useSelection.ts'

type Row = Recorded & { deleted_at?: string | null }
type Props<R extends Row> = {
  resource: Resource<R>
  selection: Selecting<R>
  rows: R[]
  /** The filters of the list, and whether they find more than is loaded. */
  filters: Record<string, unknown>
  more: boolean
  inBin: boolean
  /** What else can be done with the marked rows of this list. */
  also?: ((rows: R[], clear: () => void) => ReactNode) | null | undefined
}

export function BulkBar<R extends Row>({ resource, selection, rows, filters, more, inBin, also }: Props<R>) {
  const { clear, chosen, everything } = selection
  const [asking, setAsking] = useState<Asking | null>(null)
  const { matching, fetchMatching } = useMatching(resource, filters, chosen.length > 0 && (more || everything))
  const { a, s, m } = resource.keys ?? {}
  const loaded: Chosen = {
    count: chosen.length,
    read: () => Promise.resolve(chosen.map((row) => ({ id: row.id, name: resource.nameOf(row) }))),
  }
  const found: Chosen = { count: matching?.data.length ?? 0, read: async () => (await fetchMatching()).data }
  // what is asked about is what was chosen then: the list is read anew while it is being done
  const ask = (deed: Asking['deed'], field?: string) => setAsking({ deed, field, chosen: everything ? found : loaded })
  const change = (field?: string) => ask('change', field)
  const keyed = chosen.length > 0 && !inBin
  useKeys({
    ...(keyed && a && { a: () => change(a) }),
    ...(keyed && s && { s: () => change(s) }),
    ...(keyed && m && { m: () => change(m) }),
  })
  const labelOf = (name: string) => resource.fields.find((field) => field.name === name)?.label
  return (
    <>
      {chosen.length > 0 && (
        <Bar
          clear={clear}
          says={
            <>
              <span role="status">
                {number(everything ? found.count : chosen.length)} selected
                {everything && matching && leftOutOf(matching)}
              </span>
              {!everything && more && matching && (
                <Button look="quiet" onClick={selection.takeEverything}>
                  Select all {number(matching.data.length)}
                  {matching.has_more && '+'} matching{matching.date_from && ` from ${day(matching.date_from)} on`}
                </Button>
              )}
              {!everything && (!more || matching?.date_from) && chosen.length < rows.length && (
                <Button look="quiet" onClick={() => selection.add(rows.map(({ id }) => id))}>
                  Select all {number(rows.length)}
                  {more && ' shown'}
                </Button>
              )}
            </>
          }
        >
          {inBin ? (
            <Button onClick={() => ask('restore')}>Restore…</Button>
          ) : (
            <>
              {a && (
                <Button onClick={() => change(a)}>
                  Assign… <Key>A</Key>
                </Button>
              )}
              {s && (
                <Button onClick={() => change(s)}>
                  {labelOf(s)}… <Key>S</Key>
                </Button>
              )}
              {m && (
                <Button onClick={() => change(m)}>
                  Map… <Key>M</Key>
                </Button>
              )}
              <Button onClick={() => change()}>Change…</Button>
              {!everything && also?.(chosen, clear)}
              <Button onClick={() => ask('delete')}>Delete…</Button>
            </>
          )}
        </Bar>
      )}
      {asking && <BulkDialog {...{ resource, asking, clear }} close={() => setAsking(null)} />}
    </>
  )
}

/** What of all that match is not among them. */
function leftOutOf({ has_more, date_from }: Found): string {
  const from = date_from ? ` from ${day(date_from)} on` : ''
  if (has_more) return `, the oldest of those that match${from}`
  return from && `${from}; what is older was not looked through`
}

type BarProps = { says: ReactNode; clear: () => void; children: ReactNode }
/** On a phone it stays above the navigation, with what can be done in a line of its own. */
export const Bar = ({ says, clear, children }: BarProps) => (
  <section
    aria-label="Selected rows"
    className="sticky bottom-2 z-20 flex max-w-full flex-wrap items-center gap-2 self-center rounded-dialog border border-border bg-surface p-3 shadow-lg max-md:bottom-[calc(4rem+var(--toasts,0px))] max-md:gap-1 max-md:self-stretch max-md:px-2 max-md:py-1 max-md:[&_button]:min-h-11 max-md:[&_button]:px-2"
  >
    {says}
    <div className="flex flex-wrap items-center gap-2 max-md:order-last max-md:basis-full max-md:gap-1 max-md:*:flex-1 max-md:[&>button]:px-1">
      {children}
    </div>
    <Button look="quiet" className="max-md:ml-auto" onClick={clear}>
      Clear
    </Button>
  </section>
)

const Key = ({ children }: { children: string }) => (
  <span className="max-md:hidden">
    <Kbd>{children}</Kbd>
  </span>
)

/** How many there are is said before somebody chooses them; what is done to them is read anew. */
function useMatching({ key, bulk }: { key: string; bulk?: Bulk }, filters: Record<string, unknown>, wanted: boolean) {
  const client = useQueryClient()
  const query = {
    queryKey: [key, 'matching', filters],
    queryFn: () => bulk!.matching(filters),
    // up to 50,000 names: no longer than the bar is there
    gcTime: 0,
  }
  const { data: matching } = useQuery({ ...query, enabled: wanted })
  return { matching, fetchMatching: () => client.fetchQuery(query) }
}
