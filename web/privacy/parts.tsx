import { X } from 'lucide-react'
import type { ReactNode } from 'react'

export const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <div role="group" aria-label={title} className="flex flex-col gap-2 border-t border-border pt-3">
    <h3 className="font-semibold">{title}</h3>
    {children}
  </div>
)

export const Chip = ({ name, remove }: { name: string; remove: () => void }) => (
  <li className="flex max-w-full items-center rounded-input bg-sunken pl-2">
    <span className="truncate" title={name}>
      {name}
    </span>
    <button
      type="button"
      aria-label={`Remove ${name}`}
      onClick={remove}
      className="flex size-8 shrink-0 items-center justify-center rounded-input text-text-2 hover:text-text max-md:size-11"
    >
      <X size={14} aria-hidden />
    </button>
  </li>
)
