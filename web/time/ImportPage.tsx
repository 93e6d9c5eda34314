import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { usePeople } from '../people/calls.ts'
import { Button, SelectField, TextField } from '../ui/controls.tsx'
import { When, hours, words } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { timeTabs } from './calls.ts'

type Import = Awaited<ReturnType<typeof getImport>>
const getImport = (id: string) => api.get('/imports/{id}', { params: { id } })

export default function ImportPage() {
  const me = useMe()
  const { search, set } = useAddress()
  return (
    <>
      <PageHeader title="Import" tabs={timeTabs(me.can('imports:write'))} />
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
          Choose an ActivityWatch export (JSON) or a CSV of time entries, as Toggl exports it. First you see what would
          happen; nothing is written before you say so.
        </p>
        <TextField
          label="Time zone of times without one"
          value={zone}
          onChange={(event) => setZone(event.target.value)}
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
  const client = useQueryClient()
  const { data, error } = useQuery({
    queryKey: ['imports', id],
    queryFn: () => getImport(id),
    refetchInterval: ({ state }) =>
      state.data?.status === 'checking' || state.data?.status === 'running' ? 500 : false,
  })
  if (error) return <ErrorNote error={error} />
  if (!data) return <Loading />
  const after = (deed: Promise<unknown>) => void deed.then(() => client.invalidateQueries(), sayFailed)
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
        <p role="status">
          {data.status === 'checking'
            ? 'Working out what would happen…'
            : `Writing… ${data.processed} of ${data.report?.entries ?? '?'} entries`}
        </p>
      )}
      {data.failure && (
        <p role="alert" className="text-danger">
          {data.failure}
        </p>
      )}
      {data.report && data.status !== 'checking' && <Report data={data} />}
      {data.status === 'checked' && (
        <Answers
          data={data}
          onAnswer={(body) => after(api.patch('/imports/{id}', { params: { id }, body, version: data.version }))}
        />
      )}
      {data.status === 'checked' && data.report && (
        <Button
          look="primary"
          disabled={data.report.questions.length > 0}
          onClick={() => after(api.post('/imports/{id}/run', { params: { id } }))}
        >
          {data.report.questions.length > 0 ? 'Answer the questions first' : `Import ${data.report.entries} entries`}
        </Button>
      )}
    </section>
  )
}

function Report({ data: { status, report } }: { data: Import }) {
  if (!report) return null
  const { counts } = report
  return (
    <div className="flex flex-col gap-3">
      <p className="text-section">
        {status === 'done' ? 'Imported' : 'The file holds'} {report.entries} entries, {hours(report.seconds)} h (
        {report.seconds.toLocaleString('en')} s, {(report.seconds / 3_600).toFixed(4)} h)
      </p>
      <dl className="grid max-w-md grid-cols-2 gap-1">
        {Object.entries(counts).map(([name, count]) => (
          <div key={name} className="contents">
            <dt className="text-text-3">{status === 'done' ? words(name) : `Would be ${name}`}</dt>
            <dd>{count}</dd>
          </div>
        ))}
        <dt className="text-text-3">With a place</dt>
        <dd>{report.placed}</dd>
        <dt className="text-text-3">Waiting for review</dt>
        <dd>{report.waiting}</dd>
      </dl>
      {report.people.some(({ ref }) => ref !== '') && (
        <ul aria-label="People" className="text-text-2">
          {report.people.map(({ ref, name, new: isNew, user_id, entries, seconds }) => (
            <li key={ref}>
              {ref || 'You'}: {entries} entries, {hours(seconds)} h{' '}
              {isNew
                ? `· new in Daybook, recorded as ${name} without a sign-in`
                : user_id
                  ? `· ${name ?? 'chosen'}`
                  : '· left out'}
            </li>
          ))}
        </ul>
      )}
      {report.notes.map((note) => (
        <p key={note} className="text-text-2">
          {note}
        </p>
      ))}
      {report.problems.length > 0 && (
        <details>
          <summary>{report.problems.length} remarks</summary>
          <ul className="max-h-60 overflow-y-auto text-text-2" tabIndex={0}>
            {report.problems.map(({ line, code, message }, index) => (
              <li key={`${line}${code}${index}`}>{message}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

type Answer = { zone?: string; date_order?: 'ymd' | 'dmy' | 'mdy'; user_id?: string }

function Answers({ data, onAnswer }: { data: Import; onAnswer: (answer: Answer) => void }) {
  const people = usePeople()
  const [zone, setZone] = useState(data.answers.zone ?? '')
  const asked = data.report?.questions ?? []
  return (
    <div className="flex flex-wrap items-end gap-3">
      {asked.map(({ field, message }) => (
        <p key={field} role="alert" className="w-full text-warning">
          {message}
        </p>
      ))}
      {data.kind === 'csv' && (
        <>
          <div className="w-56">
            <TextField label="Time zone of the file" value={zone} onChange={(event) => setZone(event.target.value)} />
          </div>
          <Button onClick={() => onAnswer({ zone })} disabled={zone === data.answers.zone}>
            Use this zone
          </Button>
          <div className="w-56">
            <SelectField
              label="Order of dates"
              value={data.answers.date_order ?? ''}
              onChange={(event) => onAnswer({ date_order: event.target.value as 'dmy' })}
              options={[
                { value: '', label: 'Found in the file' },
                { value: 'ymd', label: 'Year, month, day' },
                { value: 'dmy', label: 'Day, month, year' },
                { value: 'mdy', label: 'Month, day, year' },
              ]}
            />
          </div>
        </>
      )}
      {data.report?.people.some(({ ref }) => ref === '') && (
        <div className="w-56">
          <SelectField
            label="Whose time is this?"
            value={data.answers.user_id ?? ''}
            onChange={(event) => onAnswer({ user_id: event.target.value })}
            options={people}
          />
        </div>
      )}
    </div>
  )
}
