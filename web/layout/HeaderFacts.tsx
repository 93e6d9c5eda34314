/** What one wants to know of a record first, each fact changed where it stands: click or Enter, then as in a cell of a list. */
import { Link } from '@tanstack/react-router'
import { ArrowRight, ExternalLink } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import type { Column } from '../ui/DataTable.tsx'
import type { Recorded, Resource } from './resource.ts'
import { useInlineEdit } from './useInlineEdit.tsx'

/** A column of a list, and where its value leads: a web site, a mailbox, a telephone, a page of ours. */
export type Fact<Row> = Column<Row> & { href?: (row: Row) => string | null }
type Props<Row extends Recorded> = { row: Row; facts: Fact<Row>[]; resource: Resource<Row> | undefined }

export function HeaderFacts<Row extends Recorded>({ row, facts, resource }: Props<Row>) {
  const { start, editing } = useInlineEdit(resource, facts)
  const list = useRef<HTMLDListElement>(null)
  const edited = useRef<string | null>(null)
  // an editor that closes gives the focus back to its fact
  useLayoutEffect(() => {
    if (!editing && edited.current !== null)
      list.current?.querySelector<HTMLElement>(`[data-fact="${edited.current}"]`)?.focus()
    edited.current = editing?.key ?? null
  })
  const changes = (name: string | undefined) => resource?.fields.some((field) => field.name === name)
  return (
    <dl ref={list} className="grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-4 gap-y-2 max-md:grid-cols-2">
      {facts.map((fact) => (
        <div key={fact.key} className="min-w-0">
          <dt className="text-meta text-text-3">{fact.title}</dt>
          <dd className="flex min-w-0 items-center gap-1">
            {editing?.key === fact.key ? (
              <div className="w-full">{editing.editor}</div>
            ) : changes(fact.field) ? (
              <button
                type="button"
                data-fact={fact.key}
                title={`Change ${fact.title.toLowerCase()}`}
                onClick={() => start(row, fact)}
                className="-mx-1 min-h-(--control) min-w-0 truncate max-md:min-w-11 rounded-input px-1 text-left hover:bg-sunken"
              >
                {fact.cell(row)}
              </button>
            ) : (
              <span className="min-w-0 truncate py-1.5">{fact.cell(row)}</span>
            )}
            {editing?.key !== fact.key && <Leading href={fact.href?.(row) ?? null} title={fact.title} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const look =
  'flex size-6 shrink-0 items-center justify-center rounded-input text-accent-text hover:bg-sunken max-md:size-11'

function Leading({ href, title }: { href: string | null; title: string }) {
  const label = `Follow ${title.toLowerCase()}`
  if (href === null) return null
  if (href.startsWith('/'))
    return (
      <Link to={href} aria-label={label} className={look}>
        <ArrowRight size={14} aria-hidden />
      </Link>
    )
  return (
    <a href={href} target="_blank" rel="noreferrer noopener" aria-label={label} className={look}>
      <ExternalLink size={14} aria-hidden />
    </a>
  )
}
