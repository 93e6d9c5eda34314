import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemError, api } from '../data/client.ts'
import { countOf } from '../layout/useDeeds.ts'
import { Button, SelectField, TextField } from '../ui/controls.tsx'
import { day, number } from '../ui/formats.tsx'
import { Modal } from '../ui/Panel.tsx'

type Result = Awaited<ReturnType<typeof send>>
const send = (file: File, existing: string, unlikely: Unlikely) =>
  api.post('/exchange-rates/import', { query: { existing: existing as 'skip', unlikely }, file })
type Unlikely = 'refuse' | 'leave_out' | 'keep'
/** A file some of whose rates are far from what is known: what becomes of them is asked before anything is written. */
type Doubt = { file: File; problem: ProblemError }
const choices = [
  { value: 'skip', label: 'Leave it as it is' },
  { value: 'replace', label: 'Use that of the file from now on' },
]

/** Reads a file of the European Central Bank, and says what came of it. */
export function RateFile({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const [existing, setExisting] = useState('skip')
  const [busy, setBusy] = useState(false)
  const [name, setName] = useState('')
  const [result, setResult] = useState<Result | null>(null)
  const [fault, setFault] = useState<string | undefined>()
  const [doubt, setDoubt] = useState<Doubt | null>(null)
  const upload = async (file: File | undefined, unlikely: Unlikely = 'refuse') => {
    if (!file) return
    setBusy(true)
    setName(file.name)
    // what came of the file before says nothing of this one
    setResult(null)
    setFault(undefined)
    setDoubt(null)
    await send(file, existing, unlikely).then(setResult, (problem: Error) =>
      problem instanceof ProblemError && problem.code === 'unlikely_rates'
        ? setDoubt({ file, problem })
        : setFault(`${file.name}: ${problem.message}`),
    )
    setBusy(false)
    await Promise.all(['exchange-rates', 'reports'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  }
  return (
    <Modal title="Import exchange rates" onClose={onClose} busy={busy}>
      <p className="text-text-2">
        The reference rates of the European Central Bank, as it gives them: eurofxref.csv or eurofxref-hist.csv out of
        its archives, or the XML. What is read says what one euro is worth, by day.
      </p>
      <SelectField
        label="Where a day has another rate already"
        options={choices}
        value={existing}
        onChange={(event) => setExisting(event.target.value)}
      />
      <TextField
        label="File"
        type="file"
        accept=".csv,.xml,.txt"
        disabled={busy}
        error={fault}
        onChange={({ target }) => {
          const file = target.files?.[0]
          // so that the same one can be chosen again, as to use its rates after all
          target.value = ''
          void upload(file)
        }}
      />
      {busy && <p role="status">Reading…</p>}
      {doubt && !busy && (
        <Asked {...doubt} answer={(unlikely) => void upload(doubt.file, unlikely)} cancel={() => setDoubt(null)} />
      )}
      {result && !busy && (
        <div role="status" className="flex flex-col gap-1 rounded-card bg-sunken p-3">
          <p className="font-medium wrap-anywhere">
            {name}: {inWords(result)}
          </p>
          {result.date_from && result.date_to && (
            <p>
              {day(result.date_from)} to {day(result.date_to)}
            </p>
          )}
          {result.left_out.map((line) => (
            <p key={line} className="text-text-2">
              {line}
            </p>
          ))}
        </div>
      )}
    </Modal>
  )
}

type AskedProps = Doubt & { answer: (unlikely: Unlikely) => void; cancel: () => void }
function Asked({ file, problem: { message, errors }, answer, cancel }: AskedProps) {
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-card bg-warning-soft p-3 text-warning">
      <p className="font-medium wrap-anywhere">
        {file.name}: {message}
      </p>
      <ul className="flex flex-col gap-1">
        {errors.map(({ message: line }) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={cancel}>Keep nothing</Button>
        <Button onClick={() => answer('keep')}>They are right, keep all</Button>
        <Button look="primary" onClick={() => answer('leave_out')}>
          Leave them out
        </Button>
      </div>
    </div>
  )
}

const inWords = ({ added, unchanged, different, replaced }: Result) =>
  [
    `${countOf(added, 'rate')} added`,
    `${number(unchanged)} were here already`,
    ...(replaced > 0 ? [`${number(replaced)} replaced`] : []),
    ...(different > replaced ? [`${number(different - replaced)} differ and were left as they are`] : []),
  ].join(', ')
