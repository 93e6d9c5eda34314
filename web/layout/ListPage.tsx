/** The common shape of Accounts, Deals and Tasks: search, filters, table, peek, create. */
import { useRef, useState, type ReactNode } from 'react'
import { useAddress, useList, type ListPage as PageOf } from '../data/list.ts'
import { Button, SelectField, TextField } from '../ui/controls.tsx'
import { DataTable, type Column } from '../ui/DataTable.tsx'
import { Modal, Peek } from '../ui/Panel.tsx'
import { Empty, ErrorNote, Loading } from '../ui/states.tsx'
import { useKeys } from './keys.ts'
import { PageHeader } from './PageHeader.tsx'

export type Filter = { name: string; label: string; options: { value: string; label: string }[] }

type Props<Row> = {
  title: string
  noun: string
  queryKey: string
  columns: Column<Row>[]
  initialSort: string
  filters?: Filter[]
  tabs?: { to: string; title: string }[]
  searchable?: boolean
  fetchPage: (query: Record<string, unknown>) => Promise<PageOf<Row>>
  peek: (id: string, row: Row | undefined) => { title: string; content: ReactNode }
  create?: ((close: () => void) => ReactNode) | null
  extra?: ReactNode
}

export function ListPage<Row extends { id: string }>(props: Props<Row>) {
  const {
    title,
    noun,
    queryKey,
    columns,
    initialSort,
    filters = [],
    tabs = [],
    fetchPage,
    peek,
    create,
    searchable = true,
  } = props
  const { search, set } = useAddress()
  const [creating, setCreating] = useState(false)
  const searchBox = useRef<HTMLDivElement>(null)
  const dates = { date_from: search['date_from'], date_to: search['date_to'] }
  const query = {
    sort: search['sort'] ?? initialSort,
    q: search['q'],
    ...(dates.date_from && { date_from: dates.date_from }),
    ...(dates.date_to && { date_to: dates.date_to }),
    ...Object.fromEntries(filters.map(({ name }) => [name, search[name]])),
  }
  const list = useList<Row>(queryKey, query, fetchPage)
  const filtered = search['q'] !== undefined || filters.some(({ name }) => search[name] !== undefined)
  const open = search['peek']
    ? peek(
        search['peek'],
        list.rows.find(({ id }) => id === search['peek']),
      )
    : null

  useKeys({
    '/': () => searchBox.current?.querySelector('input')?.focus(),
    ...(create && { c: () => setCreating(true) }),
    Escape: () => set({ peek: undefined }),
  })
  return (
    <>
      <PageHeader title={title} tabs={tabs}>
        {create && (
          <Button look="primary" onClick={() => setCreating(true)}>
            Create {noun}
          </Button>
        )}
      </PageHeader>
      <div className="flex flex-wrap items-end gap-3">
        {searchable && (
          <div ref={searchBox} className="w-60">
            <TextField
              label={`Search ${title.toLowerCase()}`}
              hideLabel
              placeholder="Search ( / )"
              type="search"
              defaultValue={search['q'] ?? ''}
              onChange={(event) => set({ q: event.target.value.trim() || undefined })}
            />
          </div>
        )}
        {filters.map(({ name, label, options }) => (
          <div key={name} className="w-44">
            <SelectField
              label={label}
              hideLabel
              value={search[name] ?? ''}
              onChange={(event) => set({ [name]: event.target.value || undefined })}
              options={[{ value: '', label: `${label}: any` }, ...options]}
            />
          </div>
        ))}
        {props.extra}
      </div>
      {list.isError ? (
        <ErrorNote error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading />
      ) : list.rows.length === 0 ? (
        <Empty title={filtered ? 'Nothing fits the filter' : `No ${noun} yet`}>
          {filtered ? (
            <Button onClick={() => set(Object.fromEntries(Object.keys(search).map((name) => [name, undefined])))}>
              Remove the filter
            </Button>
          ) : create ? (
            `Create the first ${noun} with C.`
          ) : null}
        </Empty>
      ) : (
        <DataTable
          label={title}
          rows={list.rows}
          columns={columns}
          sort={query.sort}
          onSort={(sort) => set({ sort })}
          onOpen={(row) => set({ peek: row.id })}
          openId={search['peek']}
          more={list.hasNextPage}
          loadMore={() => void list.fetchNextPage()}
        />
      )}
      {open && (
        <Peek title={open.title} onClose={() => set({ peek: undefined })}>
          {open.content}
        </Peek>
      )}
      {creating && create && (
        <Modal title={`Create ${noun}`} onClose={() => setCreating(false)}>
          {create(() => setCreating(false))}
        </Modal>
      )}
    </>
  )
}
