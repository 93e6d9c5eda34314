import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { mostBytes } from '../../domain/import-limits.ts'
import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { countOf } from '../layout/useDeeds.ts'
import { queueOf, reviewPath } from '../paths.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { number, When } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { getImport, timeTabs, type Import } from './calls.ts'
import { ImportAnswers, type Answer } from './ImportAnswers.tsx'
import { ImportReport, writesOf } from './ImportReport.tsx'
import { ZoneField } from './ZoneField.tsx'

export default function ImportPage() {
  const me = useMe()
  const { search, set } = useAddress()
  return (
    <>
      <PageHeader title="Import" tabs={timeTabs(me)} />
      {search['import'] ? (
        <OneImport key={search['import']} id={search['import']} onLeave={() => set({ import: undefined })} />
      ) : (
        <Upload onUploaded={(id) => set({ import: id })} />
      )}
    </>
  )
}

const standing: Record<Import['status'], string> = {
  checking: 'Being tried out',
  checked: 'Not imported yet',
  running: 'Being written',
  done: 'Imported',
  failed: 'Failed',
  undoing: 'Being taken back',
  undone: 'Taken back',
}

function Upload({ onUploaded }: { onUploaded: (id: string) => void }) {
  const me = useMe()
  const [zone, setZone] = useState(me.zone)
  const [busy, setBusy] = useState(false)
  const past =
    useQuery({ queryKey: ['imports'], queryFn: () => api.get('/imports', { query: { limit: 20 } }) }).data?.data ?? []
  const upload = async (file: File) => {
    // the browser would send all of it before it is told
    if (file.size > mostBytes.activitywatch)
      return sayFailed(new Error('A file may have 1 GB at most: export fewer days, or each device by itself.'))
    setBusy(true)
    await api
      .post('/imports', { query: { file_name: file.name, zone }, file })
      .then(({ id }) => onUploaded(id), sayFailed)
    setBusy(false)
  }
  return (
    <>
      <section className="flex max-w-xl flex-col gap-3 rounded-card border border-border bg-surface p-4">
        <p>
          Choose an ActivityWatch export (JSON) or a CSV of time entries from Toggl, Clockify, Harvest or the like.
          First you see what would happen; nothing is written before you say so.
        </p>
        <ZoneField
          label="Time zone of times without one"
          value={zone}
          onChange={setZone}
          hint="An IANA name, like America/New_York"
        />
        <TextField
          label="File"
          type="file"
          accept=".json,.csv,.tsv,.txt"
          disabled={busy}
          onChange={({ target }) => {
            const [file] = target.files ?? []
            // the same file can be chosen again once it is mended
            target.value = ''
            if (file) void upload(file)
          }}
        />
        {busy && <p role="status">Uploading…</p>}
      </section>
      {past.length > 0 && (
        <ul aria-label="Earlier imports" className="max-w-xl rounded-card border border-border bg-surface">
          {past.map(({ id, file_name, status, created_at }) => (
            <li key={id} className="border-b border-border last:border-0">
              <button
                type="button"
                className="flex w-full justify-between gap-x-3 px-3 py-2 text-left hover:bg-sunken max-md:flex-col"
                onClick={() => onUploaded(id)}
              >
                <span className="truncate">{file_name}</span>
                <span className="text-text-3">
                  {standing[status]} · <When instant={created_at} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function OneImport({ id, onLeave }: { id: string; onLeave: () => void }) {
  const scope = useMe().permissions['time:read']
  const client = useQueryClient()
  const { data, error, refetch } = useQuery({
    queryKey: ['imports', id],
    queryFn: () => getImport(id),
    refetchInterval: ({ state }) => (state.data && state.data.status in atWork ? 500 : false),
  })
  const status = data?.status
  useEffect(() => {
    if (status !== 'done' && status !== 'undone') return
    for (const key of ['time', 'unmapped', 'reports', 'deals']) void client.invalidateQueries({ queryKey: [key] })
  }, [status, client])
  if (error) return <ErrorNote error={error} retry={() => void refetch()} />
  if (!data) return <Loading />
  const after = (deed: Promise<unknown>) => void deed.then(() => client.invalidateQueries(), sayFailed)
  const answer = (body: Answer) => after(api.patch('/imports/{id}', { params: { id }, body, version: data.version }))
  return (
    <section
      aria-label={data.file_name}
      className="flex flex-col gap-4 rounded-card border border-border bg-surface p-4"
    >
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-section font-semibold">{data.file_name}</h2>
        <Button onClick={onLeave}>Another file</Button>
      </div>
      {data.status in atWork && <AtWork data={data} doing={atWork[data.status]!} />}
      {data.failure && (
        <p role="alert" className="text-danger">
          {data.failure}
        </p>
      )}
      {data.report && data.status !== 'checking' && <ImportReport data={data} />}
      {data.status === 'checked' && <ImportAnswers key={data.version} data={data} onAnswer={answer} />}
      {data.status === 'undone' && (
        <p role="status">
          The import was taken back.
          {data.kept > 0 &&
            ` ${number(data.kept)} of its entries stayed: somebody changed them since, or their days are locked.`}
        </p>
      )}
      {data.status === 'done' && (data.report?.waiting ?? 0) > 0 && (
        <Link to={reviewPath} search={queueOf(scope)} className="font-medium text-accent-text underline">
          Review the {data.report?.waiting} waiting entries
        </Link>
      )}
      {data.status === 'done' && data.undo_until && Date.parse(data.undo_until) > Date.now() && (
        <p className="flex flex-wrap items-center gap-3">
          <Button onClick={() => after(api.post('/imports/{id}/undo', { params: { id } }))}>
            Take the import back
          </Button>
          <span className="text-text-3">
            possible until <When instant={data.undo_until} />
          </span>
        </p>
      )}
      {(data.status === 'checked' || data.status === 'failed') && data.report && (
        <Button
          look="primary"
          className="self-start"
          disabled={data.report.questions.length > 0 || writesOf(data.report) === 0}
          onClick={() => after(api.post('/imports/{id}/run', { params: { id } }))}
        >
          {data.report.questions.length > 0
            ? 'Answer the questions first'
            : data.status === 'failed'
              ? 'Start it again'
              : writesOf(data.report) === 0
                ? 'There is nothing to import'
                : `Import ${countOf(writesOf(data.report), 'entry')}`}
        </Button>
      )}
    </section>
  )
}

/** What it is at, and what the bar counts; of a dry run there is nothing to count. */
const atWork: Partial<Record<Import['status'], { says: string; bar: string | null }>> = {
  checking: { says: 'Working out what would happen…', bar: null },
  running: { says: 'Writing…', bar: 'Entries written' },
  undoing: { says: 'Taking it back…', bar: 'Entries taken back' },
}

function AtWork({
  data: { processed, report },
  doing: { says, bar },
}: {
  data: Import
  doing: { says: string; bar: string | null }
}) {
  const of = bar === null || !report ? null : report.entries
  return (
    <div role="status" className="flex flex-col gap-2">
      <p>
        {says}
        {of !== null
          ? ` ${number(processed)} of ${number(of)} entries`
          : processed > 0 && ` ${number(processed)} entries so far`}
      </p>
      {bar !== null && of !== null && (
        <progress aria-label={bar} className="w-full max-w-md accent-accent" max={of} value={processed} />
      )}
    </div>
  )
}
