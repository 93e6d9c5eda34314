/** The common shape of every list: search, filters, columns, table, peek, create. What it shows stands in the address. */
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, type ReactNode } from 'react'
import { useAddress, useList, type ListPage as PageOf } from '../data/list.ts'
import { Button, SelectField } from '../ui/controls.tsx'
import { DataTable, type Column } from '../ui/DataTable.tsx'
import { Modal, Peek } from '../ui/Panel.tsx'
import { sortInWords } from '../ui/sorting.ts'
import { Empty, ErrorNote, Loading } from '../ui/states.tsx'
import { Bar, BulkBar } from './BulkBar.tsx'
import { ColumnsMenu } from './ColumnsMenu.tsx'
import { readColumns, withWidth, writeColumns } from './columns.ts'
import { anyDays, daysInWords, useDays } from './DateRange.tsx'
import { FilterBar } from './FilterBar.tsx'
import { InBin, ListMenu } from './ListMenu.tsx'
import { inForce, queryOf, type Filter } from './filters.ts'
import { useVisited } from '../search/useVisited.ts'
import { useKeys } from './keys.ts'
import { linked, type Home } from './linked.tsx'
import { LookedThrough } from './LookedThrough.tsx'
import { PageHeader } from './PageHeader.tsx'
import type { Resource } from './resource.ts'
import { isPhone } from './screen.ts'
import { focusFound, SearchBox } from './SearchBox.tsx'
import { saveAs } from './saveAs.ts'
import { isTooMany, TooMany } from './TooMany.tsx'
import { useInlineEdit } from './useInlineEdit.tsx'
import { useRowMenu, type RowDeed } from './useRowMenu.tsx'
import { useSelection } from './useSelection.ts'
import { useFirstView, type ViewPage } from './views.ts'
import { ViewTabs } from './ViewTabs.tsx'

export type { Filter }

type Props<Row extends { id: string }> = {
  title: string
  noun: string
  queryKey: string
  columns: Column<Row>[]
  initialSort: string
  filters?: Filter[]
  /** Says what the span of days means; left out where the list has none. */
  dates?: string
  tabs?: { to: string; title: string }[]
  /** The page under which views of this list are kept; left out where none are. */
  views?: ViewPage
  /** Left out where the list cannot be searched. */
  searchable?: boolean
  fetchPage: (query: Record<string, unknown>) => Promise<PageOf<Row>>
  /** Where its records have pages of their own: Enter and a click on the name open them. */
  home?: Home
  /** What was deleted can be looked at and restored. */
  bin?: boolean
  /** Where the same list is answered as a file. */
  file?: '/accounts/export' | '/contacts/export' | '/deals/export' | '/tasks/export' | '/time-entries/export'
  peek: (id: string, row: Row | undefined) => { title: string; content: ReactNode }
  /** What making one is called; "Create account" unless said otherwise. */
  createLabel?: string
  create?: ((close: () => void) => ReactNode) | null
  /** What is said above the list, and done with all of it. */
  note?: ReactNode
  actions?: ReactNode
  /** How a record is changed in its cells; left out where it cannot be. */
  resource?: Resource<Row> | undefined
  /** The heading a row stands under, while the list is sorted as it begins. */
  group?: (row: Row) => string
  /** What can be done with one row, beside what every list can do. */
  deeds?: RowDeed<Row>[]
  /** How things are done to many rows at once; left out where nothing is. */
  bulk?: Resource<Row> | null
  /** What else is done with the marked rows; without `bulk` all there is. */
  selected?: ((rows: Row[], clear: () => void) => ReactNode) | null
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
    views,
    home,
    bin = false,
    file,
    peek,
    bulk,
    selected,
  } = props
  const { searchable = true, createLabel = `Create ${noun}`, note, actions } = props
  const { search, set } = useAddress()
  const navigate = useNavigate()
  const inBin = bin && search['deleted'] === 'true'
  // what is deleted is looked at and restored, and nothing else
  const [create, resource] = inBin ? [null, undefined] : [props.create, props.resource]
  const sort = search['sort'] ?? initialSort
  const days = useDays(dates ? search : {})
  const asked = { ...queryOf(filters, search), ...(inBin && { deleted: true }), ...days }
  const query = { ...asked, sort }
  const list = useList<Row>(queryKey, query, props.fetchPage, useFirstView(views))
  const selection = useSelection(list.rows, JSON.stringify(asked))
  const shown = useMemo(() => linked(readColumns(search['columns'], columns), home), [search, columns, home])
  const show = (next: Column<Row>[] | null) => set({ columns: next ? writeColumns(next, columns) : undefined })
  /** The view as it is: its filters, its sort, its columns; or with every field there is. */
  const save = (fields: 'shown' | 'all') => {
    const columns = fields === 'shown' ? namesInFile(shown) : undefined
    return saveAs(file!, { query: { ...query, columns } }, `${file!.split('/')[1]}.csv`)
  }
  const peeked = list.rows.find(({ id }) => id === search['peek'])
  const open = search['peek'] ? peek(search['peek'], peeked) : null
  const openPage = home && ((id: string) => void navigate({ to: `${home}/$id`, params: { id } } as never))
  useVisited(search['peek'], peeked && open?.title)
  const { start, editing } = useInlineEdit(resource, shown)
  const marking = bulk || selected ? selection : undefined
  const { keys, menu } = useRowMenu({
    resource,
    home,
    onPeek: (row) => set({ peek: row.id }),
    deeds: (!inBin && props.deeds) || [],
    marks: marking,
  })
  const { isFetchingNextPage, fetchNextPage, looked_through: looked } = list
  const loadMore = useCallback(() => void (isFetchingNextPage || fetchNextPage()), [isFetchingNextPage, fetchNextPage])
  const tooMany = isTooMany(list.error) && (
    <TooMany
      error={list.error}
      after={list.rows.length > 0}
      initially={sortInWords(initialSort, columns)}
      onDays={(date_from) => set({ ...anyDays, ...days, date_from })}
      onSort={() => set({ sort: undefined })}
    />
  )
  const stepBack = open ? () => set({ peek: undefined }) : selection.chosen.length > 0 ? selection.clear : null

  useKeys({
    j: focusFound,
    k: focusFound,
    ArrowDown: focusFound,
    // else Esc stays the browser's: it closes popovers
    ...(stepBack && { Escape: stepBack }),
  })
  return (
    <Filling>
      <PageHeader title={title} tabs={tabs} record={open?.title}>
        {actions}
        {create && (
          <Button look="primary" onClick={() => set({ new: noun })}>
            {createLabel}
          </Button>
        )}
      </PageHeader>
      {note}
      {inBin && <InBin {...{ title, set }} />}
      {views && <ViewTabs page={views} all={`All ${title.toLowerCase()}`} />}
      <div className="flex flex-wrap items-center gap-2">
        {searchable && (
          <SearchBox
            label={`Search ${title.toLowerCase()}`}
            value={search['q'] ?? ''}
            onSearch={(q) => set({ q, peek: undefined })}
          />
        )}
        <FilterBar {...{ filters, dates, search, set }} />
        <SortOnPhone columns={columns} sort={sort} onSort={(next) => set({ sort: next })} />
        <div className="ml-auto flex items-center gap-2 max-md:hidden">
          <p className="text-meta text-text-3">{sortInWords(sort, columns)}</p>
          <ColumnsMenu all={columns} shown={shown} onChange={show} />
        </div>
        {(bin || file) && <ListMenu {...{ title, inBin, set, bin }} save={file && save} />}
      </div>
      {tooMany && list.rows.length === 0 ? (
        tooMany
      ) : list.isError && !tooMany ? (
        <ErrorNote error={list.error} retry={() => void list.refetch()} />
      ) : list.isPending ? (
        <Loading />
      ) : list.rows.length === 0 && looked !== null ? (
        <LookedThrough date={looked} back={sort.startsWith('-')} loadMore={loadMore} />
      ) : list.rows.length === 0 ? (
        <Nothing {...{ noun, filters, search, set, inBin }} mayCreate={!!create} />
      ) : (
        <DataTable
          label={title}
          rows={list.rows}
          columns={shown}
          sort={sort}
          onSort={(next) => set({ sort: next })}
          onWidth={(key, width) => show(withWidth(shown, key, width))}
          onPeek={({ id }) => (openPage && isPhone() ? openPage(id) : set({ peek: id }))}
          openId={search['peek']}
          {...(resource && { onEdit: start, editing })}
          {...(openPage && { onOpen: ({ id }: Row) => openPage(id) })}
          selection={marking}
          rowKeys={keys}
          group={sort === initialSort ? props.group : undefined}
          more={list.hasNextPage && !tooMany}
          loadMore={loadMore}
        />
      )}
      {list.rows.length > 0 && tooMany}
      {list.rows.length > 0 && looked !== null && <LookedThrough date={looked} back={sort.startsWith('-')} />}
      {bulk && (
        <BulkBar
          resource={bulk}
          filters={asked}
          rows={list.rows}
          more={list.hasNextPage}
          also={selected}
          {...{ selection, inBin }}
        />
      )}
      {selected && !bulk && selection.chosen.length > 0 && (
        <Bar says={<span role="status">{selection.chosen.length} selected</span>} clear={selection.clear}>
          {selected(selection.chosen, selection.clear)}
        </Bar>
      )}
      {menu}
      {open && (
        <Peek
          title={open.title}
          onClose={() => set({ peek: undefined })}
          onOpen={openPage && (() => openPage(search['peek']!))}
        >
          {open.content}
        </Peek>
      )}
      {create && search['new'] === noun && (
        <Modal title={createLabel} onClose={() => set({ new: undefined })}>
          {create(() => set({ new: undefined }))}
        </Modal>
      )}
    </Filling>
  )
}

/** As high as the screen leaves room for; what is too long scrolls inside. */
const Filling = ({ children }: { children: ReactNode }) => (
  <div className="relative min-h-112 flex-1">
    <div className="absolute inset-0 flex flex-col gap-3">{children}</div>
  </div>
)

const namesInFile = <Row,>(columns: Column<Row>[]) => columns.map(({ key, inFile = key }) => inFile).join(',')

type Words = Record<string, string | undefined>
type NothingProps = {
  noun: string
  filters: Filter[]
  search: Words
  set: (changes: Words) => void
  inBin: boolean
  mayCreate: boolean
}

/** Nothing yet and nothing that fits are different things to be told. */
function Nothing({ noun, filters, search, set, inBin, mayCreate }: NothingProps) {
  const narrowed = search['q'] ?? daysInWords(search) ?? Object.keys(inForce(filters, search))[0]
  if (narrowed === undefined)
    return (
      <Empty title={inBin ? `No deleted ${noun}` : `No ${noun} yet`}>
        {mayCreate && <Button onClick={() => set({ new: noun })}>Create the first {noun}</Button>}
      </Empty>
    )
  const lifted = filters.map(({ name, initial }): [string, string | undefined] => [name, initial ? 'any' : undefined])
  return (
    <Empty title="Nothing fits the filter">
      <Button onClick={() => set({ q: undefined, ...anyDays, ...Object.fromEntries(lifted) })}>
        Remove the filter
      </Button>
    </Empty>
  )
}

type SortProps<Row> = { columns: Column<Row>[]; sort: string; onSort: (sort: string) => void }
/** Cards have no headings to click. */
const SortOnPhone = <Row,>({ columns, sort, onSort }: SortProps<Row>) => (
  <div className="min-w-36 flex-1 md:hidden">
    <SelectField
      label="Sort"
      hideLabel
      value={sort}
      onChange={(event) => onSort(event.target.value)}
      options={[...new Set([sort, ...columns.flatMap((column) => (column.sort ? waysOf(column.sort) : []))])].map(
        (value) => ({ value, label: sortInWords(value, columns) }),
      )}
    />
  </div>
)
const waysOf = (field: string) => [field, `-${field}`]
