/** The records that belong to another one, on a side of its page. */
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, type ReactNode } from 'react'
import { useAddress, useList, type ListPage } from '../data/list.ts'
import { Button } from '../ui/controls.tsx'
import { DataTable, type Column } from '../ui/DataTable.tsx'
import { Modal } from '../ui/Panel.tsx'
import { Empty, ErrorNote, Loading } from '../ui/states.tsx'
import { linked, type Home } from './linked.tsx'

type Props<Row> = {
  noun: string
  queryKey: string
  query: Record<string, unknown>
  fetchPage: (query: Record<string, unknown>) => Promise<ListPage<Row>>
  columns: Column<Row>[]
  initialSort: string
  home: Home
  create: ((close: () => void) => ReactNode) | null
}

export function RelatedTable<Row extends { id: string }>(props: Props<Row>) {
  const { noun, queryKey, query, fetchPage, columns, initialSort, home, create } = props
  const { search, set } = useAddress()
  const navigate = useNavigate()
  const sort = search['sort'] ?? initialSort
  const list = useList<Row>(queryKey, { ...query, sort }, fetchPage)
  const shown = useMemo(
    () =>
      linked(
        columns.filter(({ optional }) => !optional),
        home,
      ),
    [columns, home],
  )
  const { isFetchingNextPage, fetchNextPage } = list
  const loadMore = useCallback(() => void (isFetchingNextPage || fetchNextPage()), [isFetchingNextPage, fetchNextPage])
  const open = ({ id }: Row) => void navigate({ to: `${home}/$id`, params: { id } } as never)
  const close = () => set({ new: undefined })
  return (
    <section aria-label={`${noun}s`} className="flex flex-col gap-3">
      {create && (
        <Button className="self-start" onClick={() => set({ new: noun })}>
          Create {noun}
        </Button>
      )}
      {list.isError ? (
        <ErrorNote error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading rows={4} />
      ) : list.rows.length === 0 ? (
        <Empty title={`No ${noun} yet`} />
      ) : (
        <div className="flex max-h-[70dvh] flex-col">
          <DataTable
            label={`${noun}s`}
            rows={list.rows}
            columns={shown}
            sort={sort}
            onSort={(next) => set({ sort: next })}
            onPeek={open}
            more={list.hasNextPage}
            loadMore={loadMore}
          />
        </div>
      )}
      {create && search['new'] === noun && (
        <Modal title={`Create ${noun}`} onClose={close}>
          {create(close)}
        </Modal>
      )}
    </section>
  )
}
