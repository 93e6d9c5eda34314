/** Every report of the company, from one answer each; what is asked stands in the address, and a view keeps it. */
import { useQuery } from '@tanstack/react-query'
import { Download, Printer } from 'lucide-react'
import { behind } from '../../domain/drills.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { useDays } from '../layout/DateRange.tsx'
import { PageHeader } from '../layout/PageHeader.tsx'
import { useFirstView } from '../layout/views.ts'
import { ViewTabs } from '../layout/ViewTabs.tsx'
import { Button } from '../ui/controls.tsx'
import { Empty, ErrorNote, Loading } from '../ui/states.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { asked, withDays, type Asked, type Item } from './asked.ts'
import { reportsQuery, saveAsFile, saveEntries, tableQuery } from './calls.ts'
import { Controls } from './Controls.tsx'
import { families } from './families.ts'
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
  const { week_start } = useMe()
  const first = items.toSorted((a, b) => order.indexOf(a.report) - order.indexOf(b.report))[0]
  const item = items.find(({ report }) => report === search['report']) ?? first
  const words = item ? withDays(search, item.report) : search
  const days = useDays(words)
  if (!item)
    return (
      <>
        <PageHeader title="Reports" />
        <Empty title="No report is open to you">
          Who runs the workspace can give your role the right to read them.
        </Empty>
      </>
    )
  const question = asked(item, search, days, week_start)
  return (
    <>
      <PageHeader title="Reports" record={item.name}>
        <Files question={question} />
      </PageHeader>
      <div className="print:hidden">
        <ViewTabs page="reports" all="All reports" />
      </div>
      <ReportTabs
        open={new Set(items.map(({ report }) => report))}
        report={item.report}
        show={(report) => set({ ...left, report })}
      />
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
