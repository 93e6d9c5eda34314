import { useQueryClient } from '@tanstack/react-query'
import { FileUp, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { ProblemError, api } from '../data/client.ts'
import { useAddress } from '../data/list.ts'
import { useMe } from '../data/me.ts'
import { History } from '../layout/History.tsx'
import { ListPage } from '../layout/ListPage.tsx'
import { RecordForm, type FieldSpec } from '../layout/RecordForm.tsx'
import { Badge, Button } from '../ui/controls.tsx'
import type { Column } from '../ui/DataTable.tsx'
import { Day, When, today } from '../ui/formats.tsx'
import { Facts } from '../ui/Panel.tsx'
import { say, sayFailed } from '../ui/toasts.tsx'
import { RateFile } from './RateFile.tsx'

const listRates = (query: object) => api.get('/exchange-rates', { query })
type Rate = Awaited<ReturnType<typeof listRates>>['data'][number]

const inWords = ({ base, rate, currency }: Pick<Rate, 'base' | 'rate' | 'currency'>) =>
  `1 ${base} = ${rate} ${currency}`
const columns: Column<Rate>[] = [
  { key: 'day', title: 'Day', sort: 'day', kind: 'date', width: 130, cell: ({ day }) => <Day date={day} /> },
  {
    key: 'currency',
    title: 'Currency',
    sort: 'currency',
    width: 110,
    onPhone: 'hidden',
    cell: ({ currency }) => currency,
  },
  { key: 'rate', title: 'Rate', width: 220, onPhone: 'first', cell: inWords },
  { key: 'source', title: 'Source', onPhone: 'first', cell: ({ source }) => source },
  { key: 'by', title: 'Entered by', onPhone: 'hidden', cell: ({ created_by_name }) => created_by_name ?? 'Daybook' },
  {
    key: 'state',
    title: 'State',
    width: 120,
    cell: ({ replaced_at }) => (replaced_at ? <Badge>No more</Badge> : <Badge tone="success">Used</Badge>),
  },
]
const yes = [{ value: 'true', label: 'With those that are used no more' }]

export default function ExchangeRatesPage() {
  const [importing, setImporting] = useState(false)
  return (
    <>
      <ListPage<Rate>
        title="Exchange rates"
        noun="rate"
        createLabel="Enter rate"
        queryKey="exchange-rates"
        columns={columns}
        initialSort="-day"
        searchable={false}
        dates="Of days"
        filters={[
          { name: 'currency', label: 'Currency', free: true },
          { name: 'replaced', label: 'Former rates', options: yes, single: true },
        ]}
        fetchPage={listRates}
        note={
          <p className="max-w-3xl text-text-2">
            Reports add up what is in several currencies at the rate of the day, or of the last day before it that has
            one, and say which they used. A rate is never changed: another one takes its place, and the former stays
            here.
          </p>
        }
        actions={
          <Button onClick={() => setImporting(true)}>
            <FileUp size={16} aria-hidden /> <span className="max-md:sr-only">Import file</span>
          </Button>
        }
        peek={(id, row) => ({
          title: row ? inWords(row) : 'Rate',
          content: row && <RatePeek key={id} rate={row} />,
        })}
        create={(close) => <EnterRate done={close} />}
      />
      {importing && <RateFile onClose={() => setImporting(false)} />}
    </>
  )
}

function EnterRate({ done }: { done: () => void }) {
  const [taken, setTaken] = useState<string | null>(null)
  const [isUnlikely, setUnlikely] = useState(false)
  const { base_currency } = useMe().workspace
  const fields: FieldSpec[] = [
    { name: 'day', label: 'Day', type: 'date', required: true },
    { name: 'base', label: 'Base currency', required: true, hint: 'One of it is what the rate says, as EUR.' },
    { name: 'currency', label: 'Currency', required: true, hint: 'In which the rate is said, as USD.' },
    {
      name: 'rate',
      label: 'Rate',
      required: true,
      hint: 'So much of the currency one of the base is worth, as 1.0852.',
    },
    { name: 'source', label: 'Source', hint: 'Who says so, as a bank; “Entered by hand” unless said.' },
    ...(taken === null
      ? []
      : [
          {
            name: 'replace',
            label: 'The day has a rate',
            options: [{ value: 'true', label: 'Use this one from now on' }],
            hint: taken,
          },
        ]),
    ...(isUnlikely
      ? [
          {
            name: 'unlikely',
            label: 'It is far from the last rate',
            options: [{ value: 'true', label: 'It is right' }],
            hint: 'Reports reckon with it as it stands here.',
          },
        ]
      : []),
  ]
  const initial = { day: today(), base: base_currency }
  return (
    <RecordForm
      fields={fields}
      values={initial}
      action="Enter rate"
      refresh="exchange-rates"
      done={done}
      save={async ({ replace, unlikely, ...changes }) => {
        const entered = Object.entries({ ...initial, ...changes }).filter(([, value]) => value !== null)
        const { base, currency, rate: written = '', ...others } = Object.fromEntries(entered) as Record<string, string>
        const body = {
          ...others,
          // half of the world writes decimals with a comma
          rate: /^\d+,\d+$/.test(written) ? written.replace(',', '.') : written,
          base: base?.toUpperCase(),
          currency: currency?.toUpperCase(),
          replace: replace === 'true',
          unlikely: unlikely === 'true',
        }
        try {
          const rate = await api.post('/exchange-rates', { body: body as never })
          return { text: `${inWords(rate)} entered.`, undo: () => withdraw(rate.id) }
        } catch (error) {
          if (error instanceof ProblemError && error.code === 'rate_taken') setTaken(error.message)
          if (error instanceof ProblemError && error.errors.some(({ code }) => code === 'unlikely')) setUnlikely(true)
          throw error
        }
      }}
    />
  )
}

const withdraw = (id: string) => api.delete('/exchange-rates/{id}', { params: { id } })

function RatePeek({ rate }: { rate: Rate }) {
  const client = useQueryClient()
  const { set } = useAddress()
  const reread = () =>
    Promise.all(['exchange-rates', 'reports'].map((key) => client.invalidateQueries({ queryKey: [key] })))
  const end = async () => {
    await withdraw(rate.id)
    const { day, base, currency, rate: worth, source } = rate
    say(`${inWords(rate)} is used no more.`, () =>
      api.post('/exchange-rates', { body: { day, base, currency, rate: worth, source, unlikely: true } }).then(reread),
    )
    set({ peek: undefined })
    await reread()
  }
  return (
    <>
      <Facts
        facts={[
          ['Day', <Day date={rate.day} />],
          ['Source', rate.source],
          ['Entered by', rate.created_by_name ?? 'Daybook'],
          ['Entered', <When instant={rate.created_at} />],
          ['Used until', rate.replaced_at ? <When instant={rate.replaced_at} /> : 'Another takes its place'],
        ]}
      />
      {rate.replaced_at === null && (
        <Button className="self-start" onClick={() => void end().catch(sayFailed)}>
          <Undo2 size={16} aria-hidden /> Use it no more
        </Button>
      )}
      <History id={rate.id} />
    </>
  )
}
