/** The small dialog that asks for a proof, wherever one is when the API wants it. What one was doing goes on afterwards. */
import { useQuery } from '@tanstack/react-query'
import { useState, useSyncExternalStore, type FormEvent } from 'react'
import { api, type ProblemError } from '../data/client.ts'
import { answerAll, isAsked, onAsked } from '../data/confirmation.ts'
import { askPasskey, hasPasskeys } from '../data/passkeys.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { Modal } from '../ui/Panel.tsx'
import { Loading } from '../ui/states.tsx'

export const Confirm = () => (useSyncExternalStore(onAsked, isAsked) ? <Question /> : null)

type Given = { password: string } | { code: string }

function Question() {
  const [by, setBy] = useState<'password' | 'code'>('password')
  const [fault, setFault] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  // a challenge is answered once: never one of an earlier question
  const { data: ways } = useQuery({
    queryKey: ['confirm'],
    queryFn: () => api.post('/me/confirm/start', {}),
    gcTime: 0,
    staleTime: Infinity,
  })

  const prove = async (proof: Promise<unknown>) => {
    setBusy(true)
    setFault(undefined)
    await proof.then(
      () => answerAll(true),
      (problem: ProblemError) => setFault(problem.errors?.[0]?.message ?? problem.message),
    )
    setBusy(false)
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = String(new FormData(event.currentTarget).get('proof'))
    const body: Given = by === 'password' ? { password: typed } : { code: typed }
    void prove(api.post('/me/confirm', { body }))
  }
  const byPasskey = async () => {
    // the first challenge may have been used by a try that failed
    const { passkey } = await api.post('/me/confirm/start', {})
    await api.post('/me/confirm', { body: { passkey: await askPasskey(passkey!) } })
  }
  const turn = () => {
    setFault(undefined)
    setBy(by === 'password' ? 'code' : 'password')
  }

  return (
    <Modal title="Confirm that it is you" onClose={() => answerAll(false)}>
      <p className="text-text-2">This can open the door for others. Prove who you are; it holds for 15 minutes.</p>
      {!ways ? (
        <Loading rows={2} />
      ) : (
        <form onSubmit={submit} className="flex flex-col gap-3">
          <TextField
            key={by}
            label={by === 'password' ? 'Your password' : 'Code of your authenticator, or a recovery code'}
            name="proof"
            type={by === 'password' ? 'password' : 'text'}
            autoComplete={by === 'password' ? 'current-password' : 'one-time-code'}
            required
            autoFocus
            error={fault}
          />
          <div className="flex flex-wrap justify-end gap-2">
            {ways.code && (
              <Button look="quiet" className="mr-auto" onClick={turn}>
                {by === 'password' ? 'Use a code' : 'Use the password'}
              </Button>
            )}
            {ways.passkey && hasPasskeys() && (
              <Button disabled={busy} onClick={() => void prove(byPasskey())}>
                Use a passkey
              </Button>
            )}
            <Button onClick={() => answerAll(false)}>Cancel</Button>
            <Button type="submit" look="primary" disabled={busy}>
              Confirm
            </Button>
          </div>
        </form>
      )}
    </Modal>
  )
}
