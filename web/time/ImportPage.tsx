import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { queueOf, reviewPath } from '../paths.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { When, words } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { getImport, timeTabs } from './calls.ts'
import { ImportAnswers, type Answer } from './ImportAnswers.tsx'
import { ImportReport } from './ImportReport.tsx'
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

function Upload({ onUploaded }: { onUploaded: (id: string) => void }) {
  const me = useMe()
  const [zone, setZone] = useState(me.zone)
  const [busy, setBusy] = useState(false)
  const past =
    useQuery({ queryKey: ['imports'], queryFn: () => api.get('/imports', { query: { limit: 20 } }) }).data?.data ?? []
  const upload = async (file: File) => {
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
          onChange={(event) => event.target.files?.[0] && void upload(event.target.files[0])}
        />
        {busy && <p role="status">Uploading…</p>}
      </section>
      {past.length > 0 && (
        <ul aria-label="Earlier imports" className="max-w-xl rounded-card border border-border bg-surface">
          {past.map(({ id, file_name, status, created_at }) => (
            <li key={id} className="border-b border-border last:border-0">
              <button
                type="button"
                className="flex w-full justify-between gap-3 px-3 py-2 text-left hover:bg-sunken"
                onClick={() => onUploaded(id)}
              >
                <span className="truncate">{file_name}</span>
                <span className="text-text-3">
                  {words(status)} · <When instant={created_at} />
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
    refetchInterval: ({ state }) =>
      state.data?.status === 'checking' || state.data?.status === 'running' ? 500 : false,
  })
  const status = data?.status
  useEffect(() => {
    if (status !== 'done') return
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
      {(data.status === 'checking' || data.status === 'running') && (
        <div role="status" className="flex flex-col gap-2">
          <p>
            {data.status === 'checking'
              ? 'Working out what would happen…'
              : `Writing… ${data.processed} of ${data.report?.entries ?? '?'} entries`}
          </p>
          {data.status === 'running' && data.report && (
            <progress
              aria-label="Entries written"
              className="w-full max-w-md accent-accent"
              max={data.report.entries}
              value={data.processed}
            />
          )}
        </div>
      )}
      {data.failure && (
        <p role="alert" className="text-danger">
          {data.failure}
        </p>
      )}
      {data.report && data.status !== 'checking' && <ImportReport data={data} />}
      {data.status === 'checked' && <ImportAnswers key={data.version} data={data} onAnswer={answer} />}
      {data.status === 'done' && (data.report?.waiting ?? 0) > 0 && (
        <Link to={reviewPath} search={queueOf(scope)} className="font-medium text-accent-text underline">
          Review the {data.report?.waiting} waiting entries
        </Link>
      )}
      {data.status === 'checked' && data.report && (
        <Button
          look="primary"
          className="self-start"
          disabled={data.report.questions.length > 0}
          onClick={() => after(api.post('/imports/{id}/run', { params: { id } }))}
        >
          {data.report.questions.length > 0 ? 'Answer the questions first' : `Import ${data.report.entries} entries`}
        </Button>
      )}
    </section>
  )
}
