import { useState, type FormEvent } from 'react'
import { Button, TextField } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import { sayFailed } from '../ui/toasts.tsx'
import { daysOf, useDeciding, type Sheet } from './calls.ts'

const ways = {
  deny: { button: 'Deny…', act: 'Deny', title: 'Deny the week of', does: 'It goes back and stays open.' },
  reopen: {
    button: 'Reopen…',
    act: 'Reopen',
    title: 'Reopen the week of',
    does: 'Its time can be changed again, and what was kept aside as late can be released. It has to be submitted and approved anew.',
  },
} as const

type Props = { way: keyof typeof ways; sheet: Pick<Sheet, 'id' | 'user_name' | 'week' | 'last_day'>; done: () => void }

/** A week goes back to its person, with what they read about it. */
export function GiveBack({ way, sheet, done }: Props) {
  const [asked, setAsked] = useState(false)
  return (
    <>
      <Button className="max-md:min-h-11" onClick={() => setAsked(true)}>
        {ways[way].button}
      </Button>
      {asked && <Reason {...{ way, sheet, done }} onClose={() => setAsked(false)} />}
    </>
  )
}

function Reason({ way, sheet, done, onClose }: Props & { onClose: () => void }) {
  const { giveBack } = useDeciding()
  const [reason, setReason] = useState('')
  const [fault, setFault] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  const { act, title, does } = ways[way]
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim() === '') return setFault(`Say why: ${sheet.user_name} reads it.`)
    setBusy(true)
    await giveBack(way, sheet, reason.trim())
      .then(() => {
        onClose()
        done()
      }, sayFailed)
      .finally(() => setBusy(false))
  }
  return (
    <Modal title={`${title} ${sheet.user_name}`} onClose={onClose} busy={busy}>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <p>
          {daysOf(sheet)}. {does}
        </p>
        <TextField
          label="Why"
          hint={`${sheet.user_name} reads it on their week.`}
          autoFocus
          autoComplete="off"
          maxLength={500}
          value={reason}
          error={fault}
          onChange={(event) => setReason(event.target.value)}
        />
        <div className="flex flex-wrap justify-end gap-2 max-md:[&>button]:min-h-11 max-md:[&>button]:flex-1">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={busy}>
            {act}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
