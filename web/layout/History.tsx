import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '../data/me.ts'

type Props = { children?: ReactNode } & ({ id: string } | { person: string })

/** Leads to every change of one record, or to all a person did and had done to them, for those who may read changes. */
export function History({ children = 'History of changes', ...of }: Props) {
  const me = useMe()
  if (!me.can('audit:read')) return null
  return (
    <Link
      to="/settings/audit"
      search={'person' in of ? { person_id: of.person } : { object_id: of.id }}
      className="inline-flex min-h-(--control) items-center self-start text-accent-text underline"
    >
      {children}
    </Link>
  )
}
