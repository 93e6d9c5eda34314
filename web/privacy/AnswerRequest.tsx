import { useState, type FormEvent } from 'react'
import { Button, TextField } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { useRequests, type Request } from './requests.ts'

type Props = { request: Request; done: () => void }

/** Done or refused; either way its person reads the answer. */
export function AnswerRequest({ request, done }: Props) {
  const [way, setWay] = useState<'grant' | 'refuse' | null>(null)
  return (
    <div className="flex flex-wrap gap-2 max-md:[&>button]:min-h-11 max-md:[&>button]:flex-1">
      <Button look="primary" onClick={() => setWay('grant')}>
        {request.kind === 'erasure' ? 'Erase…' : 'It is corrected…'}
      </Button>
      <Button onClick={() => setWay('refuse')}>Refuse…</Button>
      {way && <Answer {...{ request, way, done }} onClose={() => setWay(null)} />}
    </div>
  )
}

function Answer({ request, way, done, onClose }: Props & { way: 'grant' | 'refuse'; onClose: () => void }) {
  const { grant, refuse } = useRequests()
  const [answer, setAnswer] = useState('')
  const [fault, setFault] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  const { kind, user_name } = request
  const erases = way === 'grant' && kind === 'erasure'
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const said = answer.trim()
    if (said === '' && way === 'refuse') return setFault(`Say why: ${user_name} reads it.`)
    setBusy(true)
    await (way === 'grant' ? grant(request, said || null) : refuse(request, said))
      .then(() => {
        onClose()
        if (!erases) done()
      }, sayFailed)
      .finally(() => setBusy(false))
  }
  const title = way === 'refuse' ? 'Refuse the request' : erases ? 'Erase for good' : 'It is corrected'
  return (
    <Modal title={`${title} of ${user_name}`} onClose={onClose} busy={busy}>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <p>
          {way === 'refuse'
            ? `${user_name} reads the reason and is told whom they may complain to.`
            : erases
              ? 'This cannot be taken back. Archives and backups made before keep it until they expire.'
              : `Put it right first; ${user_name} is then told that it is done.`}
        </p>
        <TextField
          label={way === 'refuse' ? 'Why' : 'What to say beside it, if anything'}
          hint={`${user_name} reads it under My data and in a mail.`}
          autoFocus
          autoComplete="off"
          maxLength={1_000}
          value={answer}
          error={fault}
          onChange={(event) => setAnswer(event.target.value)}
        />
        <div className="flex flex-wrap justify-end gap-2 max-md:[&>button]:min-h-11 max-md:[&>button]:flex-1">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" className={erases ? 'bg-danger' : ''} disabled={busy}>
            {way === 'refuse' ? 'Refuse' : erases ? 'Erase for good' : 'Done'}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
