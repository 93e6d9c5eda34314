import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { ListPage } from '../layout/ListPage.tsx'
import { RecordForm, type FieldSpec } from '../layout/RecordForm.tsx'
import { usePeople } from '../people/calls.ts'
import { Badge, Button, TextField, type Tone } from '../ui/controls.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { Day, Duration, money, words } from '../ui/formats.tsx'
import { Facts } from '../ui/Panel.tsx'
import { Loading } from '../ui/states.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'

type Deal = Awaited<ReturnType<typeof getDeal>>
const getDeal = (id: string) => api.get('/deals/{id}', { params: { id } })
const stages = ['prospecting', 'negotiation', 'won', 'lost'].map((value) => ({ value, label: words(value) }))
const tones: Record<string, Tone> = { prospecting: 'info', negotiation: 'accent', won: 'success', lost: 'neutral' }

const columns: Column<Deal>[] = [
  { key: 'name', title: 'Name', sort: 'name', cell: ({ name }) => name },
  { key: 'account', title: 'Account', cell: ({ account_name }) => account_name },
  { key: 'stage', title: 'Stage', cell: ({ stage }) => <Badge tone={tones[stage]!}>{words(stage)}</Badge> },
  { key: 'value', title: 'Value', sort: 'value', align: 'right', cell: ({ value }) => (value ? money(value) : '–') },
  {
    key: 'hours',
    title: 'Hours',
    align: 'right',
    cell: ({ tracked_seconds }) => <Duration seconds={tracked_seconds} />,
  },
  { key: 'owner', title: 'Owner', cell: ({ owner_name }) => owner_name ?? '–' },
  { key: 'end', title: 'Close date', sort: 'end_date', cell: ({ end_date }) => <Day date={end_date} /> },
]

/** The form has one field for each of the two parts of money. */
function bodyOf({ value_amount, value_currency, ...fields }: Record<string, string | null>, deal?: Deal) {
  if (value_amount === undefined && value_currency === undefined) return fields
  const amount = value_amount === undefined ? deal?.value?.amount : value_amount
  return {
    ...fields,
    value: amount
      ? { amount: amount.replace(',', '.'), currency: value_currency ?? deal?.value?.currency ?? 'EUR' }
      : null,
  }
}

export default function DealsPage() {
  const me = useMe()
  const people = usePeople()
  const accounts =
    useQuery({
      queryKey: ['accounts', 'options'],
      queryFn: () => api.get('/accounts', { query: { limit: 200 } }),
      enabled: me.can('accounts:read'),
    }).data?.data ?? []
  const account: FieldSpec = {
    name: 'account_id',
    label: 'Account',
    required: true,
    options: accounts.map(({ id, name }) => ({ value: id, label: name })),
  }
  const fields: FieldSpec[] = [
    { name: 'name', label: 'Name', required: true },
    { name: 'stage', label: 'Stage', required: true, options: stages.slice(0, 2) },
    { name: 'value_amount', label: 'Value' },
    { name: 'value_currency', label: 'Currency', hint: `ISO code, like ${me.workspace.base_currency}` },
    { name: 'owner_id', label: 'Owner', options: people },
    { name: 'end_date', label: 'Close date', type: 'date' },
    { name: 'budget_hours', label: 'Budget, hours' },
  ]
  return (
    <ListPage<Deal>
      title="Deals/Projects"
      noun="deal"
      queryKey="deals"
      columns={columns}
      initialSort="-updated_at"
      filters={[
        { name: 'stage', label: 'Stage', options: stages },
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
                  const made = await api.post('/deals', { body: bodyOf(changes) as never })
                  say(`${made.name} created.`)
                }}
              />
            )
          : null
      }
    />
  )
}

function DealPeek({ id, fields, editable }: { id: string; fields: FieldSpec[]; editable: boolean }) {
  const { data: deal } = useQuery({ queryKey: ['deals', id], queryFn: () => getDeal(id) })
  if (!deal) return <Loading rows={4} />
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
          ['Stage', <Badge tone={tones[deal.stage]!}>{words(deal.stage)}</Badge>],
          ['Probability', `${deal.probability} %`],
          ['Hours worked', <Duration seconds={deal.tracked_seconds} />],
          ['Budget', deal.budget_hours ? `${deal.budget_hours} h` : '–'],
          ...(closed ? ([['Closed because', deal.closed_reason ?? '–']] as [string, string][]) : []),
        ]}
      />
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
              body: bodyOf(changes, deal),
              version: deal.version,
            })
            const back = Object.fromEntries(
              Object.keys(changes).map((name) => [name, (values as Record<string, string | null>)[name] ?? null]),
            )
            say('Deal saved.', () =>
              api.patch('/deals/{id}', { params: { id }, body: bodyOf(back, deal), version: saved.version }),
            )
          }}
        />
      )}
    </>
  )
}

function CloseDeal({ deal }: { deal: Deal }) {
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const close = async (stage: 'won' | 'lost') => {
    try {
      const saved = await api.post('/deals/{id}/close', {
        params: { id: deal.id },
        body: { stage, reason: reason || null },
        version: deal.version,
      })
      say(`Deal ${stage}.`, () =>
        api
          .patch('/deals/{id}', {
            params: { id: deal.id },
            body: { stage: deal.stage as 'negotiation' },
            version: saved.version,
          })
          .then(() => client.invalidateQueries({ queryKey: ['deals'] })),
      )
      await client.invalidateQueries({ queryKey: ['deals'] })
    } catch (error) {
      sayFailed(error as Error)
    }
  }
  return (
    <div className="flex items-end gap-2">
      <div className="flex-1">
        <TextField label="Reason for closing" value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
      <Button onClick={() => void close('won')}>Mark won</Button>
      <Button onClick={() => void close('lost')}>Mark lost</Button>
    </div>
  )
}
