/** Making a deal and changing one, on whichever page that is done. */
import { accountRecords } from '../accounts/lookup.ts'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { useCustomFields } from '../fields/useCustomFields.tsx'
import type { FieldSpec } from '../layout/RecordForm.tsx'
import { CreateRecord, EditRecord } from '../layout/RecordForms.tsx'
import type { Changes, Resource } from '../layout/resource.ts'
import { useKnownName, usePeople } from '../people/calls.ts'
import { getDeal, isClosed, stages, type Deal } from './calls.tsx'

type Money = NonNullable<Deal['value']>
const account: FieldSpec = {
  name: 'account_id',
  label: 'Account',
  required: true,
  lookup: accountRecords,
}

function useFields(): FieldSpec[] {
  const me = useMe()
  const people = usePeople()
  return [
    { name: 'name', label: 'Name', required: true },
    { name: 'stage', label: 'Stage', required: true, options: stages.slice(0, 2) },
    ...(me.can('values:read')
      ? [
          { name: 'value_amount', label: 'Value' },
          { name: 'value_currency', label: 'Currency', hint: `Empty: ${me.workspace.base_currency}.` },
        ]
      : []),
    { name: 'probability', label: 'Probability, %', hint: 'Empty: what the stage says.' },
    { name: 'owner_id', label: 'Owner', lookup: people },
    { name: 'end_date', label: 'Close date', type: 'date' },
    { name: 'budget_hours', label: 'Budget, hours' },
  ]
}

/** The form has one field for each of the two parts of money, and knows no numbers. */
function bodyOf({ value_amount, value_currency, probability, ...fields }: Changes, before: Money | null) {
  const percent = probability === undefined ? {} : { probability: probability === null ? null : Number(probability) }
  if (value_amount === undefined && value_currency === undefined) return { ...fields, ...percent }
  const amount = value_amount === undefined ? before?.amount : value_amount
  const currency = (value_currency ?? before?.currency ?? '').toUpperCase()
  return { ...fields, ...percent, value: amount ? { amount: amount.replace(',', '.'), currency } : null }
}

/** What the fields of the form hold of a deal. */
const valuesOf = (deal: Deal): Changes => ({
  ...(deal as unknown as Changes),
  probability: deal.probability_pinned ? String(deal.probability) : null,
  value_amount: deal.value?.amount ?? null,
  value_currency: deal.value?.currency ?? null,
})
/** Moving a closed deal is reopening it, and it weighs what its stage says. */
const ofOpenDeals = ['stage', 'probability']

/** How a deal is changed, in a cell of the list as in its form. */
export function useDeals(): Resource<Deal> {
  const { workspace } = useMe()
  const fields = useFields()
  const nameOf = useKnownName()
  const custom = useCustomFields<Deal>('deal')
  const nothing = { amount: '', currency: workspace.base_currency }
  const body = (changes: Changes, before: Money | null) => {
    const { metadata, ...others } = custom.bodyOf(changes)
    return { ...bodyOf(others as Changes, before ?? nothing), ...(metadata !== undefined && { metadata }) }
  }
  return {
    key: 'deals',
    noun: 'deal',
    fields: [...fields, ...custom.fields],
    valuesOf: (deal) => ({ ...valuesOf(deal), ...custom.valuesOf(deal) }),
    nameOf: ({ name }) => name,
    get: getDeal,
    create: (changes) => api.post('/deals', { body: body(changes, null) as never }),
    patch: ({ id, version, value }, changes) =>
      api.patch('/deals/{id}', { params: { id }, body: body(changes, value) as never, version }),
    keys: { a: 'owner_id', s: 'stage' },
    bulk: {
      fields: ['owner_id', 'stage', 'end_date'],
      bodyOf: custom.bodyOf,
      send: (order) => api.post('/deals/bulk', { body: order }),
      matching: (query) => api.get('/deals/matching', { query }),
    },
    bin: {
      remove: ({ id, version }) => api.delete('/deals/{id}', { params: { id }, version }),
      restore: (id) => api.post('/deals/{id}/restore', { params: { id } }),
    },
    preview: (deal, changes) => {
      const next = body(changes, deal.value) as Partial<Deal>
      return {
        ...deal,
        ...next,
        metadata: { ...deal.metadata, ...next.metadata },
        ...('owner_id' in changes && {
          owner_name: nameOf(changes['owner_id'] ?? null) ?? null,
        }),
      }
    },
  }
}

type CreateProps = { given?: Changes; done: () => void }
export function CreateDeal({ given, done }: CreateProps) {
  const deals = useDeals()
  return <CreateRecord resource={deals} fields={[account, ...deals.fields]} {...(given && { given })} done={done} />
}

export function EditDeal({ deal, done }: { deal: Deal; done?: () => void }) {
  const deals = useDeals()
  const fields = isClosed(deal) ? deals.fields.filter(({ name }) => !ofOpenDeals.includes(name)) : deals.fields
  return <EditRecord resource={deals} row={deal} fields={fields} done={done} />
}
