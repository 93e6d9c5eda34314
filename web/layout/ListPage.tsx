/** The common shape of every list: search, filters, table, peek, create. */
import { clsx } from 'clsx'
import { useState, type ReactNode } from 'react'
import { useAddress, useList, type ListPage as PageOf } from '../data/list.ts'
import { Button, SelectField } from '../ui/controls.tsx'
import { DataTable, type Column } from '../ui/DataTable.tsx'
import { Modal, Peek } from '../ui/Panel.tsx'
import { Empty, ErrorNote, Loading } from '../ui/states.tsx'
import { DateRange, useDays } from './DateRange.tsx'
import { useKeys } from './keys.ts'
import { PageHeader } from './PageHeader.tsx'
import { SearchBox } from './SearchBox.tsx'

export type Filter = {
  name: string
  label: string
  options: { value: string; label: string }[]
  /** In force while the address says nothing else; `any` in the address lifts it. */
  initial?: string
}

type Props<Row> = {
  title: string
  noun: string
  queryKey: string
  columns: Column<Row>[]
  initialSort: string
  filters?: Filter[]
  /** Says what the two dates mean; left out where the list has none. */
  dates?: string
  tabs?: { to: string; title: string }[]
  /** Left out where the list cannot be searched. */
  searchable?: boolean
  fetchPage: (query: Record<string, unknown>) => Promise<PageOf<Row>>
  peek: (id: string, row: Row | undefined) => { title: string; content: ReactNode }
  /** What making one is called; "Create account" unless said otherwise. */
  createLabel?: string
  create?: ((close: () => void) => ReactNode) | null
  /** What can be done to the selected rows at once. */
  bulk?: ((rows: Row[], clear: () => void) => ReactNode) | null
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
    dates,
    peek,
    create,
    bulk,
    searchable = true,
    createLabel = `Create ${noun}`,
  } = props
  const { search, set } = useAddress()
  const [creating, setCreating] = useState(false)
  const [filtering, setFiltering] = useState(false)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const names = ['q', ...filters.map(({ name }) => name), ...(dates ? ['date_from', 'date_to'] : [])]
  const days = useDays(search)
  const asked: Record<string, string | undefined> = {
    ...Object.fromEntries(filters.map(({ name, initial }) => [name, initial])),
    ...search,
    ...days,
  }
  const query: Record<string, string | undefined> & { sort: string } = {
    ...Object.fromEntries(names.filter((name) => asked[name] && asked[name] !== 'any').map((n) => [n, asked[n]])),
    sort: search['sort'] ?? initialSort,
  }
  const narrowed = names.filter((name) => query[name])
  const list = useList<Row>(queryKey, query, props.fetchPage)
  const rowOf = (id: string) => list.rows.find((row) => row.id === id)
  const open = search['peek'] ? peek(search['peek'], rowOf(search['peek'])) : null
  const chosen = list.rows.filter(({ id }) => selected.has(id))
  const toggle = (id: string) => setSelected((before) => flipped(before, id))

  useKeys({
    ...(create && { c: () => setCreating(true) }),
    j: focusTable,
    k: focusTable,
    ArrowDown: focusTable,
    // else Esc stays the browser's: it closes popovers
    ...(open && { Escape: () => set({ peek: undefined }) }),
  })
  return (
    <>
      <PageHeader title={title} tabs={tabs} record={open?.title}>
        {create && (
          <Button look="primary" onClick={() => setCreating(true)}>
            {createLabel}
          </Button>
        )}
      </PageHeader>
      <div className="flex flex-wrap items-end gap-3">
        {searchable && (
          <SearchBox
            label={`Search ${title.toLowerCase()}`}
            value={search['q'] ?? ''}
            onSearch={(q) => set({ q, peek: undefined })}
          />
        )}
        <Button className="md:hidden" aria-expanded={filtering} onClick={() => setFiltering(!filtering)}>
          Filter and sort
        </Button>
        <div className={clsx('flex flex-wrap items-end gap-3 max-md:w-full', !filtering && 'max-md:hidden')}>
          {filters.map(({ name, label, options, initial }) => (
            <div key={name} className="w-40 max-md:w-[calc(50%-0.375rem)]">
              <SelectField
                label={label}
                hideLabel
                value={query[name] ?? ''}
                onChange={(event) => set({ [name]: event.target.value || (initial ? 'any' : undefined) })}
                options={[{ value: '', label: `${label}: any` }, ...options]}
              />
            </div>
          ))}
          {dates && <DateRange label={dates} search={search} set={set} />}
          <SortOnPhone columns={columns} sort={query.sort} onSort={(sort) => set({ sort })} />
        </div>
      </div>
      {list.isError ? (
        <ErrorNote error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading />
      ) : list.rows.length === 0 ? (
        narrowed.length > 0 ? (
          <Empty title="Nothing fits the filter">
            <Button onClick={() => set(lifted(names, filters))}>Remove the filter</Button>
          </Empty>
        ) : (
          <Empty title={`No ${noun} yet`}>{create ? `Create the first ${noun} with C.` : null}</Empty>
        )
      ) : (
        <DataTable
          label={title}
          rows={list.rows}
          columns={columns}
          sort={query.sort}
          onSort={(sort) => set({ sort })}
          onOpen={(row) => set({ peek: row.id })}
          openId={search['peek']}
          selection={bulk ? { ids: selected, toggle } : undefined}
          more={list.hasNextPage}
          loadMore={() => list.isFetchingNextPage || void list.fetchNextPage()}
        />
      )}
      {bulk && chosen.length > 0 && (
        <section
          aria-label="Selected rows"
          className="sticky bottom-4 z-20 flex flex-wrap items-center gap-3 self-center rounded-dialog border border-border bg-surface p-3 shadow-lg max-md:bottom-20"
        >
          <span role="status">{chosen.length} selected</span>
          {bulk(chosen, () => setSelected(new Set()))}
          <Button look="quiet" onClick={() => setSelected(new Set())}>
            Clear
          </Button>
        </section>
      )}
      {open && (
        <Peek title={open.title} onClose={() => set({ peek: undefined })}>
          {open.content}
        </Peek>
      )}
      {creating && create && (
        <Modal title={createLabel} onClose={() => setCreating(false)}>
          {create(() => setCreating(false))}
        </Modal>
      )}
    </>
  )
}

function flipped(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}
const lifted = (names: string[], filters: Filter[]) =>
  Object.fromEntries(
    [...names, 'period'].map((name) => [name, filters.some((f) => f.name === name && f.initial) ? 'any' : undefined]),
  )
const focusTable = () => document.querySelector<HTMLElement>('[data-row][tabindex="0"]')?.focus()

type SortProps<Row> = { columns: Column<Row>[]; sort: string; onSort: (sort: string) => void }
/** Cards have no headings to click. */
const SortOnPhone = <Row,>({ columns, sort, onSort }: SortProps<Row>) => (
  <div className="w-[calc(50%-0.375rem)] md:hidden">
    <SelectField
      label="Sort"
      hideLabel
      value={sort}
      onChange={(event) => onSort(event.target.value)}
      options={[
        ...(columns.some((column) => column.sort === sort.replace('-', ''))
          ? []
          : [{ value: sort, label: 'Latest first' }]),
        ...columns
          .filter((column) => column.sort)
          .flatMap(({ title, sort: field }) => [
            { value: field!, label: `${title}, ascending` },
            { value: `-${field}`, label: `${title}, descending` },
          ]),
      ]}
    />
  </div>
)
