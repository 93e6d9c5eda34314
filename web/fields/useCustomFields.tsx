/** The fields an admin added to a kind of record: in its forms, as columns one can show, as filters. */
import { useQuery } from '@tanstack/react-query'
import { useMemo, type ReactNode } from 'react'
import type { CustomField, FieldObject } from '../../domain/custom-fields.ts'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import type { Filter } from '../layout/filters.ts'
import type { FieldSpec, Records } from '../layout/RecordForm.tsx'
import type { Changes } from '../layout/resource.ts'
import { usePeople, usePersonName } from '../people/calls.ts'
import type { Column } from '../ui/DataTable.tsx'
import { Day, money, number } from '../ui/formats.tsx'
import { bodyOf, isWorth, nameOf, textOf, valuesOf, type Worth } from './values.ts'

type Recorded = { id: string; metadata: Record<string, unknown> }

const none: CustomField[] = []

/** Those that are offered: what is archived takes no values. */
export function useDefinitions(object: FieldObject): CustomField[] {
  const { data } = useQuery({
    queryKey: ['custom-fields', object],
    queryFn: () => api.get('/custom-fields', { query: { object } }),
    staleTime: 60_000,
    select: ({ data: all }) => all.filter(({ archived }) => !archived),
  })
  return data ?? none
}

function useSeen(object: FieldObject): CustomField[] {
  const all = useDefinitions(object)
  const seesValues = useMe().can('values:read')
  return useMemo(() => (seesValues ? all : all.filter(({ type }) => type !== 'money')), [all, seesValues])
}

export function useCustomFields<Row extends Recorded>(object: FieldObject) {
  const currency = useMe().workspace.base_currency
  const people = usePeople()
  // money one may not see is no field at all, like the value of a deal
  const known = useSeen(object)
  return useMemo(() => {
    return {
      fields: known.map((field) => specOf(field, people, currency)),
      columns: known.map((field): Column<Row> => columnOf(field)),
      filters: known.map((field) => filterOf(field, people)),
      valuesOf: ({ metadata }: Recorded): Changes => valuesOf(known, metadata),
      bodyOf: (changes: Changes) => bodyOf(known, changes, currency),
    }
  }, [known, people, currency])
}

const optionsOf = ({ options }: CustomField) => options.map((value) => ({ value, label: value }))

function specOf(field: CustomField, people: Records, currency: string): FieldSpec {
  const { label, required, type } = field
  const base = { name: nameOf(field), label, ...(required && { required }) }
  if (type === 'select') return { ...base, options: optionsOf(field) }
  if (type === 'multi_select') return { ...base, type: 'words', options: optionsOf(field) }
  if (type === 'user') return { ...base, lookup: people }
  if (type === 'date') return { ...base, type: 'date' }
  if (type === 'money') return { ...base, hint: `Like 1200.50 ${currency}` }
  return type === 'url' ? { ...base, hint: 'With https://' } : base
}

function columnOf<Row extends Recorded>(field: CustomField): Column<Row> {
  const isAmount = field.type === 'number' || field.type === 'money'
  return {
    key: nameOf(field),
    title: field.label,
    sort: nameOf(field),
    kind: field.type === 'date' ? 'date' : isAmount ? 'number' : 'text',
    ...(isAmount && { align: 'right' }),
    optional: true,
    onPhone: 'hidden',
    field: nameOf(field),
    cell: ({ metadata }) => shown(field, metadata[field.key]),
  }
}

function shown(field: CustomField, value: unknown): ReactNode {
  const text = textOf(field, value)
  if (text === null) return '–'
  if (field.type === 'money' && isWorth(value)) return money(value as Worth)
  if (field.type === 'number' && typeof value === 'number') return number(value)
  if (field.type === 'date' && /^\d{4}-\d\d-\d\d$/.test(text)) return <Day date={text} />
  if (field.type === 'user') return <PersonName id={text} />
  return text.replaceAll('\n', ', ')
}

const PersonName = ({ id }: { id: string }) => usePersonName(id) ?? 'Somebody'

function filterOf(field: CustomField, people: Records): Filter {
  const { label, type } = field
  const base = { name: nameOf(field), label }
  if (type === 'select' || type === 'multi_select') return { ...base, options: optionsOf(field) }
  if (type === 'user') return { ...base, records: people }
  if (type === 'text' || type === 'url') return { ...base, free: true }
  return { ...base, range: type === 'date' ? 'date' : 'number' }
}
