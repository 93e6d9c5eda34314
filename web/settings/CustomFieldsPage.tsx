import { useQueryClient } from '@tanstack/react-query'
import { Archive, ArchiveRestore, Trash2 } from 'lucide-react'
import { api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { History } from '../layout/History.tsx'
import { ListPage } from '../layout/ListPage.tsx'
import { CreateRecord, EditRecord } from '../layout/RecordForms.tsx'
import { useWrite } from '../layout/write.ts'
import { Badge, Button } from '../ui/controls.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { words } from '../ui/formats.tsx'
import { Facts } from '../ui/Panel.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { fieldDefinitions, listDefinitions, objects, typeName, type Definition } from './field-definitions.ts'

const columns: Column<Definition>[] = [
  { key: 'label', title: 'Label', width: 200, cell: ({ label }) => label },
  { key: 'object', title: 'Of', onPhone: 'first', cell: ({ object }) => words(object) },
  { key: 'type', title: 'Type', width: 160, cell: ({ type }) => typeName(type) },
  { key: 'options', title: 'Options', width: 220, onPhone: 'hidden', cell: ({ options }) => options.join(', ') || '–' },
  { key: 'required', title: 'Required', onPhone: 'hidden', cell: ({ required }) => (required ? 'Yes' : 'No') },
  {
    key: 'state',
    title: 'State',
    cell: ({ archived }) => (archived ? <Badge>Archived</Badge> : <Badge tone="success">In use</Badge>),
  },
]

/** There are at most 100 of a kind of record: they come as one page. */
async function fetchAll({ object }: Record<string, unknown>) {
  const { data } = await listDefinitions({ ...(object !== undefined && { object: object as never }) })
  return { data, next_cursor: null, has_more: false }
}

export default function CustomFieldsPage() {
  const me = useMe()
  const writes = me.can('settings:write')
  return (
    <ListPage<Definition>
      title="Custom fields"
      noun="field"
      queryKey="custom-fields"
      columns={columns}
      initialSort=""
      searchable={false}
      filters={[{ name: 'object', label: 'Of', options: objects, single: true }]}
      fetchPage={fetchAll}
      peek={(id, row) => ({
        title: row?.label ?? 'Field',
        content: row && <DefinitionPeek key={id} row={row} writes={writes} />,
      })}
      create={writes ? (close) => <CreateRecord resource={fieldDefinitions()} done={close} /> : null}
    />
  )
}

function DefinitionPeek({ row, writes }: { row: Definition; writes: boolean }) {
  const resource = fieldDefinitions(row)
  return (
    <>
      <Facts
        facts={[
          ['Of', words(row.object)],
          ['Type', typeName(row.type)],
          ['Key', <code>{row.key}</code>],
        ]}
      />
      {writes && <EditRecord resource={resource} row={row} />}
      {writes && <Ends row={row} />}
      <History id={row.id} />
    </>
  )
}

/** Archiving keeps every value that is stored; deleting is for a field nobody used. */
function Ends({ row }: { row: Definition }) {
  const client = useQueryClient()
  const { set } = useAddress()
  const change = useWrite(fieldDefinitions(row))
  const reread = () => client.invalidateQueries({ queryKey: ['custom-fields'] })
  const archive = () => change(row, { archived: String(!row.archived) }).then(reread)
  const remove = async () => {
    await api.delete('/custom-fields/{id}', { params: { id: row.id }, version: row.version })
    const { object, key, type, label, options, required, position } = row
    const body = { object, key, type, label, options, required, position }
    say(`${label} deleted.`, () => api.post('/custom-fields', { body }).then(reread))
    set({ peek: undefined })
    await reread()
  }
  const Icon = row.archived ? ArchiveRestore : Archive
  return (
    <section aria-label="Archive or delete" className="flex flex-col gap-2 border-t border-border pt-4">
      <p className="text-text-2">
        {row.archived
          ? 'It is offered nowhere. The values that are stored are kept, and come back with it.'
          : 'Archived, it leaves forms, tables and filters and takes no new values. What is stored stays.'}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void archive().catch(sayFailed)}>
          <Icon size={16} aria-hidden /> {row.archived ? 'Use it again' : 'Archive field'}
        </Button>
        <Button onClick={() => void remove().catch(sayFailed)}>
          <Trash2 size={16} aria-hidden /> Delete field
        </Button>
      </div>
      <p className="text-meta text-text-3">Only a field that no record has a value of can be deleted.</p>
    </section>
  )
}
