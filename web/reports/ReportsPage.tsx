/** Every report of the company, from one answer each; what is asked stands in the address, and a view keeps it. */
import { useQuery } from '@tanstack/react-query'
import { Download, Printer } from 'lucide-react'
import { behind } from '../../domain/drills.ts'
import type { ReportName } from '../../domain/report-tables.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { useDays } from '../layout/DateRange.tsx'
import { PageHeader } from '../layout/PageHeader.tsx'
import { useFirstView } from '../layout/views.ts'
import { ViewTabs } from '../layout/ViewTabs.tsx'
import { Button } from '../ui/controls.tsx'
import { Empty, ErrorNote, Loading } from '../ui/states.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { asked, unasked, withDays, type Asked, type Item } from './asked.ts'
import { reportsQuery, saveAsFile, saveEntries, tableQuery } from './calls.ts'
import { Controls } from './Controls.tsx'
import { families } from './families.ts'
import { filterWords } from './filters.ts'
import { Report } from './Report.tsx'
import { left, ReportTabs } from './Tabs.tsx'

export default function ReportsPage() {
  const { data, error, refetch } = useQuery(reportsQuery)
  const isKnown = useFirstView('reports')
  return error ? (
    <ErrorNote error={error} retry={() => void refetch()} />
  ) : data && isKnown ? (
    <Reports items={data} />
  ) : (
    <Loading />
  )
}

/** In the order of the tabs. */
const order = families.flatMap(({ reports }) => reports.map(({ report }) => report))

function Reports({ items }: { items: Item[] }) {
  const { search, set } = useAddress()
  const { week_start, workspace } = useMe()
  const first = items.toSorted((a, b) => order.indexOf(a.report) - order.indexOf(b.report))[0]
  const named = search['report']
  const item = named === undefined ? first : items.find(({ report }) => report === named)
  const words = item ? withDays(search, item.report) : search
  const days = useDays(words)
  const open = new Set<string>(items.map(({ report }) => report))
  const show = (report: ReportName) => set({ ...left, report })
  if (!item)
    return (
      <>
        <PageHeader title="Reports" />
        {first && <ViewTabs page="reports" all="All reports" />}
        {first && <ReportTabs open={open} report={undefined} show={show} />}
        <Empty title={first ? 'This report is not open to you' : 'No report is open to you'}>
          Who runs the workspace can give your role the right to read {first ? 'it' : 'them'}.
        </Empty>
      </>
    )
  const question = asked(item, search, days, week_start)
  return (
    <>
      <PageHeader title="Reports" record={item.name}>
        <Files question={question} />
      </PageHeader>
      {/* on paper nobody sees which tab is open */}
      <p className="hidden text-text-2 print:block">
        {workspace.name} · {item.name}
      </p>
      <div className="print:hidden">
        <ViewTabs page="reports" all="All reports" />
      </div>
      <ReportTabs open={open} report={item.report} show={show} />
      <Asking {...{ item, question, words }} />
    </>
  )
}

type AskingProps = { item: Item; question: Asked; words: Record<string, string | undefined> }
function Asking({ item, question, words }: AskingProps) {
  const { data, error, refetch, isFetching } = useQuery({
    ...tableQuery(question),
    // what was asked before stays until the answer is there, while it is the same report
    placeholderData: (before) => (before?.report === item.report ? before : undefined),
  })
  return (
    <>
      <Controls {...{ item, words }} table={data} />
      <Unasked names={unasked(item, words)} />
      {error ? (
        <ErrorNote error={error} retry={() => void refetch()} />
      ) : data ? (
        <Report table={data} late={isFetching} />
      ) : (
        <Loading />
      )}
    </>
  )
}

/** A view of somebody else, or a filter of another report: what is shown is more than the address asks. */
const Unasked = ({ names }: { names: string[] }) =>
  names.length > 0 && (
    <p className="text-text-2">
      {new Intl.ListFormat('en-GB').format(
        names.map((name) => (name === 'group_by' ? 'The group' : filterWords[name as keyof typeof filterWords])),
      )}{' '}
      that {names.length === 1 ? 'is' : 'are'} chosen {names.length === 1 ? 'is' : 'are'} not used: this report does not
      take {names.length === 1 ? 'it' : 'them'}, or needs a right you do not have.
    </p>
  )

function Files({ question }: { question: Asked }) {
  const { data } = useQuery(tableQuery(question))
  const rows = data && behind(data.columns[0]!.drill, data.total.narrows)
  return (
    <div className="flex flex-wrap gap-2 print:hidden">
      {(['csv', 'pdf'] as const).map((kind) => (
        <Button key={kind} onClick={() => void saveAsFile(question, kind).catch(sayFailed)}>
          <Download size={16} aria-hidden /> {kind.toUpperCase()}
        </Button>
      ))}
      {rows?.list === 'time-entries' && (
        <Button
          title="Every time entry that was counted, one a line"
          onClick={() => void saveEntries(rows).catch(sayFailed)}
        >
          <Download size={16} aria-hidden /> Entries as CSV
        </Button>
      )}
      {/* a telephone has no printer, and the PDF */}
      <Button className="max-md:hidden" onClick={() => window.print()}>
        <Printer size={16} aria-hidden /> Print
      </Button>
    </div>
  )
}
