import { useQueryClient } from '@tanstack/react-query'
import { captureOf, captures, type Capture } from '../../domain/capture.ts'
import { jurisdictionEffect, jurisdictions, type Jurisdiction } from '../../domain/notice.ts'
import { weekStarts } from '../../domain/periods.ts'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { RecordForm, type Changes, type FieldSpec } from '../layout/RecordForm.tsx'
import { words } from '../ui/formats.tsx'
import { findZones } from './zones.ts'

type Workspace = ReturnType<typeof useMe>['workspace']

const places: Record<Jurisdiction, string> = {
  eu: 'European Union',
  germany: 'Germany',
  india: 'India',
  us: 'United States',
  other: 'Somewhere else',
}

const captureWords: Record<Capture, string> = {
  nothing: 'Times alone',
  apps_and_sites: 'App and site, no titles',
  titles: 'App, title and address',
}
const advisedBy = (jurisdiction: Jurisdiction) => captureWords[captureOf({ capture: null, jurisdiction })]
const asAdvised = 'as_advised'

const fieldsFor = ({ zone, jurisdiction }: Workspace): FieldSpec[] => [
  { name: 'name', label: 'Name', required: true },
  {
    name: 'base_currency',
    label: 'Currency',
    required: true,
    hint: 'ISO code. New amounts begin with it; amounts that are there keep theirs.',
  },
  {
    name: 'zone',
    label: 'Time zone',
    required: true,
    hint: 'People you invite begin with it. It moves nobody’s days that are there.',
    lookup: { kind: 'zones', find: findZones, shown: zone },
  },
  {
    name: 'week_start',
    label: 'The week begins on',
    required: true,
    hint: 'Weeks are submitted so; what people look at, they may choose otherwise.',
    options: weekStarts.map((value) => ({ value, label: words(value) })),
  },
  {
    name: 'jurisdiction',
    label: 'Where your people work',
    required: true,
    hint: 'Whoever has read the privacy notice is asked to read it again.',
    options: jurisdictions.map((value) => ({ value, label: places[value] })),
  },
  {
    name: 'capture',
    label: 'What is kept of what people work with',
    required: true,
    hint: 'From now on; the rest is dropped before it is stored, and rules cannot match it. What is stored stays.',
    options: [
      { value: asAdvised, label: `As the place advises: ${advisedBy(jurisdiction).toLowerCase()}` },
      ...captures.map((value) => ({ value, label: captureWords[value] })),
    ],
  },
  {
    name: 'capture_queries',
    label: 'Of a web address',
    required: true,
    hint: 'Names and passwords in an address are never kept.',
    options: [
      { value: 'false', label: 'Nothing after ? or #' },
      { value: 'true', label: 'All of it' },
    ],
  },
  {
    name: 'rotting_days_prospecting',
    label: 'Prospecting deals rot after, days',
    required: true,
    hint: 'Without a change, a task done or tracked time.',
  },
  { name: 'rotting_days_negotiation', label: 'Deals in negotiation rot after, days', required: true },
  {
    name: 'team_review_days',
    label: 'Waiting time is its person’s own for, working days',
    required: true,
    hint: '0 to 30. Then the team’s review queue shows it too, to those who may place it.',
  },
]

const valuesOf = ({ rotting_days, capture, capture_queries, team_review_days, ...workspace }: Workspace) => ({
  name: workspace.name,
  base_currency: workspace.base_currency,
  zone: workspace.zone,
  week_start: workspace.week_start,
  jurisdiction: workspace.jurisdiction,
  capture: capture ?? asAdvised,
  capture_queries: String(capture_queries),
  rotting_days_prospecting: String(rotting_days.prospecting),
  rotting_days_negotiation: String(rotting_days.negotiation),
  team_review_days: String(team_review_days),
})
type Values = ReturnType<typeof valuesOf>

/** The form has words for what is no word, and one field for each stage; the server takes both stages at once. */
function bodyOf({ rotting_days_prospecting, rotting_days_negotiation, ...changes }: Changes, before: Values) {
  const { capture, capture_queries, team_review_days, ...others } = changes
  const fields = {
    ...others,
    ...(capture !== undefined && { capture: capture === asAdvised ? null : capture }),
    ...(team_review_days !== undefined && { team_review_days: Number(team_review_days) }),
    ...(capture_queries !== undefined && { capture_queries: capture_queries === 'true' }),
  }
  if (rotting_days_prospecting === undefined && rotting_days_negotiation === undefined) return fields
  const rotting_days = {
    prospecting: Number(rotting_days_prospecting ?? before.rotting_days_prospecting),
    negotiation: Number(rotting_days_negotiation ?? before.rotting_days_negotiation),
  }
  return { ...fields, rotting_days }
}

type Props = { action: string; done?: () => void }

/** The company's own facts, with what each changes. */
export function WorkspaceForm({ action, done }: Props) {
  const client = useQueryClient()
  const { workspace } = useMe()
  const { version } = workspace
  const values = valuesOf(workspace)
  const change = (changes: Changes, known: number) =>
    api.patch('/workspace', { body: bodyOf(changes, values) as never, version: known })
  return (
    <div className="flex flex-col gap-4">
      <RecordForm
        key={version}
        fields={fieldsFor(workspace)}
        values={values}
        action={action}
        refresh="me"
        {...(done && { done })}
        save={async (changes) => {
          const saved = await change(changes, version)
          const back = Object.fromEntries(Object.keys(changes).map((field) => [field, values[field as keyof Values]]))
          const undo = () => change(back, saved.version).then(() => client.invalidateQueries())
          return { text: 'Workspace saved.', undo }
        }}
      />
      <section aria-label="What the place changes" className="rounded-card bg-sunken p-3 text-meta">
        <h2 className="font-semibold">What “Where your people work” changes</h2>
        <dl className="mt-1 flex flex-col gap-1">
          {jurisdictions.map((value) => (
            <div key={value}>
              <dt className="inline font-medium">{places[value]}: </dt>
              <dd className="inline text-text-2">{jurisdictionEffect[value]}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-1 text-text-2">Nothing else depends on it.</p>
      </section>
    </div>
  )
}
