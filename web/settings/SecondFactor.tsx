import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { encode } from 'uqr'
import { api, type ProblemError } from '../data/client.ts'
import { Button, TextField } from '../ui/controls.tsx'
import { Loading } from '../ui/states.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { Card, Secret } from './parts.tsx'

type Started = { secret: string; otpauth_url: string }

export function SecondFactor() {
  const client = useQueryClient()
  const { data: state } = useQuery({ queryKey: ['second-factor'], queryFn: () => api.get('/me/second-factor', {}) })
  const [started, setStarted] = useState<Started | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const reread = () => client.invalidateQueries({ queryKey: ['second-factor'] })
  if (!state) return <Loading rows={3} />
  return (
    <Card title="Second factor">
      {codes ? (
        <>
          <p>
            It is on. Keep these recovery codes somewhere safe: each works once, when your authenticator is not at hand.
            They are not shown again.
          </p>
          <Secret label="Recovery codes" text={codes.join(' ')} />
          <Button look="primary" className="self-start" onClick={() => setCodes(null)}>
            I have kept them
          </Button>
        </>
      ) : state.enabled ? (
        <>
          <p>
            On. {state.recovery_codes_left} recovery {state.recovery_codes_left === 1 ? 'code is' : 'codes are'} left.
          </p>
          <CodeForm
            action="Switch off"
            send={async (code) => {
              await api.post('/me/second-factor/remove', { body: { code } })
              say('The second factor is off.')
              await reread()
            }}
          />
        </>
      ) : started ? (
        <>
          <p>Scan this with your authenticator, or type the secret into it, then enter the code it shows.</p>
          <QrCode text={started.otpauth_url} />
          <Secret label="Secret" text={started.secret} />
          <CodeForm
            action="Switch on"
            send={async (code) => {
              const { recovery_codes } = await api.post('/me/second-factor/confirm', { body: { code } })
              setStarted(null)
              setCodes(recovery_codes)
              await reread()
            }}
          />
        </>
      ) : (
        <>
          <p className="text-text-2">Off. With it, a stolen password alone lets nobody in.</p>
          <Button
            look="primary"
            className="self-start"
            onClick={() => void api.post('/me/second-factor/start', {}).then(setStarted, sayFailed)}
          >
            Set up a second factor
          </Button>
        </>
      )}
    </Card>
  )
}

function CodeForm({ action, send }: { action: string; send: (code: string) => Promise<void> }) {
  const [error, setError] = useState<string | undefined>()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code'))
    await send(code).catch((problem: ProblemError) => setError(problem.errors[0]?.message ?? problem.message))
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="flex items-end gap-2">
      <div className="flex-1">
        <TextField label="Code" name="code" autoComplete="one-time-code" required error={error} />
      </div>
      <Button type="submit" look="primary">
        {action}
      </Button>
    </form>
  )
}

/** Always dark on light with its quiet zone: cameras need it so, whatever the theme. */
function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 2 })
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg role="img" aria-label="QR code of the secret" viewBox={`0 0 ${size} ${size}`} className="w-44 self-start">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
