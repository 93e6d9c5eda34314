import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '../data/me.ts'

/** Leads to every change of one record, for those who may read changes. */
export function History({ id, children = 'History of changes' }: { id: string; children?: ReactNode }) {
  const me = useMe()
  if (!me.can('audit:read')) return null
  return (
    <Link to="/settings/audit" search={{ object_id: id }} className="self-start text-accent-text underline">
      {children}
    </Link>
  )
}
