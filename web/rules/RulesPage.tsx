import { useNavigate } from '@tanstack/react-router'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { ListPage } from '../layout/ListPage.tsx'
import { newRulePath, rulesPath } from '../paths.ts'
import { timeTabs } from '../time/calls.ts'
import { Button } from '../ui/controls.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { hours, number } from '../ui/formats.tsx'
import type { Rule } from './calls.ts'
import { Demoted } from './Demoted.tsx'
import { Precision, StateBadge, states, targetInWords } from './parts.tsx'
import { RulePeek } from './RulePeek.tsx'
import { Suggestions } from './Suggestions.tsx'

const columns: Column<Rule>[] = [
  { key: 'name', title: 'Rule', sort: 'name', width: 180, cell: ({ name }) => name },
  {
    key: 'priority',
    title: 'Priority',
    sort: 'priority',
    kind: 'number',
    align: 'right',
    onPhone: 'hidden',
    cell: ({ priority }) => priority,
  },
  { key: 'state', title: 'State', onPhone: 'first', cell: ({ state }) => <StateBadge state={state} /> },
  {
    key: 'target',
    title: 'What becomes of it',
    width: 220,
    cell: ({ target }) => (
      <>
        {targetInWords(target, target.name)}
        {!target.open && <span className="text-danger"> · rests: closed or gone</span>}
      </>
    ),
  },
  { key: 'precision', title: 'Right', cell: ({ proof }) => <Precision of={proof} /> },
  {
    key: 'placed',
    title: 'Placed in 30 days',
    align: 'right',
    width: 140,
    onPhone: 'hidden',
    cell: ({ placed, placed_seconds }) => (placed === 0 ? '–' : `${number(placed)} · ${hours(placed_seconds)} h`),
  },
  { key: 'version', title: 'Version', optional: true, align: 'right', cell: (rule) => rule.number },
]

export default function RulesPage() {
  const me = useMe()
  const navigate = useNavigate()
  return (
    <ListPage<Rule>
      title="Rules"
      noun="rule"
      queryKey="mapping-rules"
      columns={columns}
      initialSort="priority"
      searchable={false}
      tabs={timeTabs(me)}
      home={rulesPath}
      filters={[
        {
          name: 'state',
          label: 'State',
          initial: 'draft,shadow,active,suggest',
          options: Object.entries(states).map(([value, { word }]) => ({ value, label: word })),
        },
      ]}
      fetchPage={(query) => api.get('/mapping-rules', { query })}
      peek={(id, row) => ({ title: row?.name ?? 'Rule', content: <RulePeek key={id} id={id} /> })}
      note={
        me.can('rules:write') && (
          <>
            <Demoted />
            <Suggestions />
          </>
        )
      }
      actions={
        me.can('rules:write') && (
          <Button look="primary" onClick={() => void navigate({ to: newRulePath } as never)}>
            New rule
          </Button>
        )
      }
    />
  )
}
