import { useEffect, useState, type ReactNode } from 'react'
import { Button } from './controls.tsx'

/** Nothing for 300 ms, then the shape of what comes: no flash for what is quick. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  if (!late) return null
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-2 p-4">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="h-6 animate-pulse rounded-input bg-sunken" />
      ))}
    </div>
  )
}

export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="flex flex-col items-center gap-2 p-10 text-center">
    <p className="text-section font-medium">{title}</p>
    <div className="text-text-2">{children}</div>
  </div>
)

type Failure = Error & { request_id?: string }

export const ErrorNote = ({ error, retry }: { error: Failure; retry?: () => void }) => (
  <div
    role="alert"
    className="m-4 flex flex-col items-start gap-2 rounded-card border border-border bg-danger-soft p-4"
  >
    <p className="font-medium text-danger">{error.message}</p>
    {error.request_id && <p className="text-meta text-text-2">Request {error.request_id}</p>}
    {retry && <Button onClick={retry}>Try again</Button>}
  </div>
)
