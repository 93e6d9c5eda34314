import { useState, type ReactNode } from 'react'
import { Button } from '../ui/controls.tsx'

export const Card = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title} className="flex flex-col gap-3 rounded-card border border-border bg-surface p-4">
    <h2 className="text-section font-semibold">{title}</h2>
    {children}
  </section>
)

/** A secret that is on the screen this one time. */
export function Secret({ label, text }: { label: string; text: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <div className="flex flex-col gap-2">
      <p className="text-meta font-medium text-text-2">{label}</p>
      <code className="rounded-input bg-sunken p-2 text-row break-all select-all">{text}</code>
      <Button
        className="self-start"
        onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      >
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  )
}
