import { useQuery } from '@tanstack/react-query'
import { useState, type DragEvent } from 'react'
import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { countOf } from '../layout/useDeeds.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { When, words } from '../ui/formats.tsx'
import { ErrorNote, Loading } from '../ui/states.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { Archives } from './Archives.tsx'
import { isWorking, listImports, useImport } from './calls.ts'
import { ColumnMapping } from './ColumnMapping.tsx'
import { Outcome } from './Outcome.tsx'
import { Steps } from './Steps.tsx'

/** Contacts, companies, deals and tasks from a file: upload, columns, dry run, run, and back again for seven days. */
export default function RecordImportPage() {
  const { search, set } = useAddress()
  return (
    <>
      <PageHeader title="Import and export" />
      {search['import'] ? (
        <OneImport
          key={search['import']}
          id={search['import']}
          step={search['step']}
          onStep={(step) => set({ step })}
          onLeave={() => set({ import: undefined, step: undefined, action: undefined })}
        />
      ) : (
        <Upload onUploaded={(id) => set({ import: id })} />
      )}
    </>
  )
}

function Upload({ onUploaded }: { onUploaded: (id: string) => void }) {
  const me = useMe()
  const [busy, setBusy] = useState(false)
  const past = useQuery({ queryKey: ['record-imports'], queryFn: listImports }).data?.data ?? []
  const upload = async (file: File | undefined) => {
    if (!file) return
    setBusy(true)
    await api
      .post('/record-imports', { query: { file_name: file.name }, file })
      .then(({ id }) => onUploaded(id), sayFailed)
    setBusy(false)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    void upload(event.dataTransfer.files[0])
  }
  return (
    <>
      <section
        aria-label="Choose a file"
        className="flex max-w-2xl flex-col gap-3 rounded-card border border-dashed border-border-strong bg-surface p-6"
        onDragOver={(event) => event.preventDefault()}
        onDrop={drop}
      >
        <h2 className="text-section font-semibold">Bring your contacts, companies, deals or tasks</h2>
        <p className="text-text-2">
          A CSV or TSV from HubSpot, Salesforce, Outlook, Google or a spreadsheet, in any usual encoding, or vCards; up
          to 100 MiB. You say what the columns mean and see what would happen to every row before anything is written,
          and can take it back for seven days.
        </p>
        <TextField
          label="File, or drop it here"
          type="file"
          accept=".csv,.tsv,.txt,.vcf,.vcard"
          disabled={busy}
          onChange={(event) => void upload(event.target.files?.[0])}
        />
        {busy && <p role="status">Uploading…</p>}
      </section>
      {me.can('archives:write') && <Archives />}
      {past.length > 0 && (
        <section aria-label="Earlier imports" className="max-w-2xl">
          <h2 className="mb-2 text-section font-semibold">Earlier imports</h2>
          <ul className="rounded-card border border-border bg-surface">
            {past.map(({ id, file_name, status, rows, created_at }) => (
              <li key={id} className="border-b border-border last:border-0">
                <button
                  type="button"
                  className="flex min-h-9 w-full items-center justify-between gap-3 px-3 py-2 text-left hover:bg-sunken"
                  onClick={() => onUploaded(id)}
                >
                  <span className="truncate">{file_name}</span>
                  <span className="shrink-0 text-text-3">
                    {countOf(rows, 'row')} · {words(status)} · <When instant={created_at} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

type OneProps = {
  id: string
  step: string | undefined
  onStep: (step: string | undefined) => void
  onLeave: () => void
}

function OneImport({ id, step, onStep, onLeave }: OneProps) {
  const { data, error, refetch, answer, run, undo } = useImport(id)
  if (error) return <ErrorNote error={error} retry={() => void refetch()} />
  if (!data) return <Loading />
  const settled = data.status === 'mapping' || data.status === 'checked'
  const mapping = data.status === 'mapping' || (data.status === 'checked' && step === 'columns')
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="truncate text-section font-semibold">
          {data.file_name}{' '}
          <span className="font-normal text-text-3">
            {data.rows > 0 && countOf(data.rows, 'row')}
            {data.format && ` · ${data.format.kind === 'vcard' ? 'vCards' : data.format.encoding}`}
          </span>
        </h2>
        <Button onClick={onLeave}>Another file</Button>
      </div>
      <Steps
        status={data.status}
        mapping={mapping}
        onColumns={data.status === 'checked' ? () => onStep('columns') : null}
      />
      {isWorking(data.status) && <Progress status={data.status} rows={data.rows} processed={data.processed} />}
      {data.failure && (
        <p role="alert" className="text-danger">
          {data.failure}
        </p>
      )}
      {settled && mapping && (
        <ColumnMapping
          key={data.version}
          data={data}
          onAnswer={(body) => {
            answer(body, data.version)
            onStep(undefined)
          }}
        />
      )}
      {!mapping && !isWorking(data.status) && data.status !== 'failed' && (
        <Outcome data={data} onAnswer={(body) => answer(body, data.version)} onRun={run} onUndo={undo} />
      )}
    </>
  )
}

const doing: Record<string, string> = {
  reading: 'Reading the file',
  checking: 'Working out what would happen to each row',
  running: 'Writing',
  undoing: 'Taking it back',
}

const Progress = ({ status, rows, processed }: { status: string; rows: number; processed: number }) => (
  <div role="status" className="flex max-w-md flex-col gap-2">
    <p>
      {doing[status]}…{' '}
      {processed > 0 && `${processed.toLocaleString('en')}${rows > 0 ? ` of ${rows.toLocaleString('en')}` : ''} rows`}
    </p>
    <progress
      aria-label={doing[status]}
      className="w-full accent-accent"
      {...(rows > 0 && { max: rows, value: processed })}
    />
  </div>
)
