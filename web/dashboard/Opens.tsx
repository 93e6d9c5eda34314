import type { ReactNode } from 'react'
import { Follow } from '../reports/Follow.tsx'

type Props = { href: string | undefined; children: ReactNode }
/** A figure that has rows of its own: above the link that covers all around it. */
export const Opens = ({ href, children }: Props) =>
  href ? (
    <Follow
      href={href}
      className="relative z-10 inline-flex min-h-6 items-center underline decoration-border-strong underline-offset-2 hover:text-accent-text"
    >
      {children}
    </Follow>
  ) : (
    children
  )
