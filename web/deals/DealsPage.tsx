import { accountFilter, findAccounts } from '../accounts/lookup.ts'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { History } from '../layout/History.tsx'
import { ListPage } from '../layout/ListPage.tsx'
import { RecordForm, type Changes, type FieldSpec } from '../layout/RecordForm.tsx'
import { useRecord } from '../layout/useRecord.tsx'
import { usePeople } from '../people/calls.ts'
import type { Column } from '../ui/DataTable.tsx'
import { Day, Duration, When, money } from '../ui/formats.tsx'
import { Facts } from '../ui/Panel.tsx'
import { CloseDeal } from './CloseDeal.tsx'
import { StageBadge, getDeal, stages, type Deal } from './calls.tsx'

const columns: Column<Deal>[] = [
  { key: 'name', title: 'Name', sort: 'name', width: 220, cell: ({ name }) => name },
  { key: 'account', title: 'Account', width: 160, cell: ({ account_name }) => account_name },
  { key: 'stage', title: 'Stage', cell: ({ stage }) => <StageBadge stage={stage} /> },
  {
    key: 'value',
    title: 'Value',
    sort: 'value',
    kind: 'number',
    align: 'right',
    onPhone: 'first',
    cell: ({ value }) => (value ? money(value) : '–'),
  },
  {
    key: 'hours',
    title: 'Hours',
    align: 'right',
    onPhone: 'hidden',
    cell: ({ tracked_seconds }) => <Duration seconds={tracked_seconds} />,
  },
  { key: 'owner', title: 'Owner', onPhone: 'hidden', cell: ({ owner_name }) => owner_name ?? '–' },
  { key: 'end', title: 'Close date', sort: 'end_date', kind: 'date', cell: ({ end_date }) => <Day date={end_date} /> },
  {
    key: 'updated',
    title: 'Changed',
    sort: 'updated_at',
    kind: 'date',
    width: 150,
    optional: true,
    onPhone: 'hidden',
    cell: ({ updated_at }) => <When instant={updated_at} />,
  },
]

/** The form has one field for each of the two parts of money. */
function bodyOf({ value_amount, value_currency, ...fields }: Changes, before: Money | null) {
  if (value_amount === undefined && value_currency === undefined) return fields
  const amount = value_amount === undefined ? before?.amount : value_amount
  const currency = (value_currency ?? before?.currency ?? '').toUpperCase()
  return { ...fields, value: amount ? { amount: amount.replace(',', '.'), currency } : null }
}
type Money = NonNullable<Deal['value']>

export default function DealsPage() {
  const me = useMe()
  const people = usePeople()
  const account: FieldSpec = {
    name: 'account_id',
    label: 'Account',
    required: true,
    lookup: { kind: 'accounts', find: findAccounts },
  }
  const fields: FieldSpec[] = [
    { name: 'name', label: 'Name', required: true },
    { name: 'stage', label: 'Stage', required: true, options: stages.slice(0, 2) },
    ...(me.can('values:read')
      ? [
          { name: 'value_amount', label: 'Value' },
          { name: 'value_currency', label: 'Currency', hint: `ISO code, like ${me.workspace.base_currency}` },
        ]
      : []),
    { name: 'owner_id', label: 'Owner', options: people },
    { name: 'end_date', label: 'Close date', type: 'date' },
    { name: 'budget_hours', label: 'Budget, hours' },
  ]
  return (
    <ListPage<Deal>
      title="Deals/Projects"
      noun="deal"
      queryKey="deals"
      columns={me.can('values:read') ? columns : columns.filter(({ key }) => key !== 'value')}
      initialSort="-updated_at"
      dates="Closing"
      filters={[
        { name: 'stage', label: 'Stage', options: stages },
        accountFilter,
        { name: 'owner_id', label: 'Owner', options: people },
      ]}
      fetchPage={(query) => api.get('/deals', { query: query })}
      peek={(id, row) => ({
        title: row?.name ?? 'Deal',
        content: <DealPeek key={id} id={id} fields={fields} editable={me.can('deals:write')} />,
      })}
      create={
        me.can('deals:write')
          ? (close) => (
              <RecordForm
                fields={[account, ...fields]}
                values={{}}
                action="Create deal"
                refresh="deals"
                done={close}
                save={async (changes) => {
                  const body = bodyOf(changes, { amount: '', currency: me.workspace.base_currency })
                  const made = await api.post('/deals', { body: body as never })
                  return { text: `${made.name} created.` }
                }}
              />
            )
          : null
      }
    />
  )
}

function DealPeek({ id, fields, editable }: { id: string; fields: FieldSpec[]; editable: boolean }) {
  const { workspace, can } = useMe()
  const { record: deal, instead } = useRecord('deals', id, getDeal)
  if (!deal) return instead
  const closed = deal.stage === 'won' || deal.stage === 'lost'
  const values = {
    ...(deal as unknown as Record<string, string | null>),
    value_amount: deal.value?.amount ?? null,
    value_currency: deal.value?.currency ?? null,
  }
  return (
    <>
      <Facts
        facts={[
          ['Account', deal.account_name],
          ['Stage', <StageBadge stage={deal.stage} />],
          ...(can('values:read') ? ([['Value', deal.value ? money(deal.value) : '–']] as [string, string][]) : []),
          ['Owner', deal.owner_name ?? '–'],
          ['Close date', <Day date={deal.end_date} />],
          ['Probability', `${deal.probability} %`],
          ['Hours worked', <Duration seconds={deal.tracked_seconds} />],
          ['Budget', deal.budget_hours ? `${deal.budget_hours} h` : '–'],
          ...(closed ? ([['Closed because', deal.closed_reason ?? '–']] as [string, string][]) : []),
        ]}
      />
      <History id={id} />
      {editable && !closed && <CloseDeal deal={deal} />}
      {editable && (
        <RecordForm
          key={deal.version}
          fields={closed ? fields.filter(({ name }) => name !== 'stage') : fields}
          values={values}
          action="Save deal"
          refresh="deals"
          save={async (changes) => {
            const saved = await api.patch('/deals/{id}', {
              params: { id },
              body: bodyOf(changes, deal.value ?? { amount: '', currency: workspace.base_currency }),
              version: deal.version,
            })
            const back = Object.fromEntries(
              Object.keys(changes).map((name) => [name, (values as Record<string, string | null>)[name] ?? null]),
            )
            const undo = () =>
              api.patch('/deals/{id}', { params: { id }, body: bodyOf(back, deal.value), version: saved.version })
            return { text: 'Deal saved.', undo }
          }}
        />
      )}
    </>
  )
}
