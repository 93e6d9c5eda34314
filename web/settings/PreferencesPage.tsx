import { useQueryClient } from '@tanstack/react-query'
import { csvDialects, dialectOf, type CsvDialect } from '../../domain/csv.ts'
import { api } from '../data/client.ts'
import { useMe } from '../data/me.ts'
import { PageHeader } from '../layout/PageHeader.tsx'
import { RecordForm, type Changes, type FieldSpec } from '../layout/RecordForm.tsx'
import { exampleOf, words } from '../ui/formats.tsx'
import { findZones } from './zones.ts'

type Me = ReturnType<typeof useMe>

const locales =
  'en-GB en-US en-IN en-AU en-CA en-IE de-DE de-AT de-CH fr-FR fr-CH es-ES es-MX it-IT nl-NL pl-PL pt-BR pt-PT cs-CZ da-DK fi-FI nb-NO sv-SE hi-IN ja-JP ko-KR tr-TR'.split(
    ' ',
  )
const nameOf = new Intl.DisplayNames('en', { type: 'language' })
const named = (value: string) => ({ value, label: words(value) })

/** Each language with how a date, a time and a number look in it, here and now. */
function localeOptions({ zone, locale }: Me) {
  const now = new Date()
  const codes = locales.includes(locale) ? locales : [locale, ...locales]
  return codes
    .map((code) => ({ code, name: nameOf.of(code) ?? code }))
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .map(({ code, name }) => ({
      value: code,
      label: `${name}: ${exampleOf({ locale: code, zone, clock: null }, now)}`,
    }))
}

/** What stands between cells, and a number. */
const dialects: Record<CsvDialect, string> = {
  comma_point: 'commas, 1234.50',
  semicolon_comma: 'semicolons, 1234,50',
  semicolon_point: 'semicolons, 1234.50',
}

const fieldsFor = (me: Me): FieldSpec[] => [
  { name: 'zone', label: 'Time zone', required: true, lookup: { kind: 'zones', find: findZones, shown: me.zone } },
  { name: 'locale', label: 'Dates and numbers', required: true, options: localeOptions(me) },
  {
    name: 'clock',
    label: 'Clock',
    required: true,
    options: [
      { value: 'locale', label: 'As the language has it' },
      { value: '24', label: '24 hours, 14:30' },
      { value: '12', label: '12 hours, 2:30 pm' },
    ],
  },
  {
    name: 'week_start',
    label: 'The week begins on',
    required: true,
    options: [
      { value: 'workspace', label: `As in the workspace: ${words(me.workspace.week_start)}` },
      ...['monday', 'sunday', 'saturday'].map(named),
    ],
  },
  {
    name: 'density',
    label: 'Rows of tables',
    required: true,
    options: ['default', 'compact', 'comfortable'].map(named),
  },
  {
    name: 'csv_dialect',
    label: 'CSV files',
    hint: 'Where a file opens as one column, another of these is the one for your spreadsheet.',
    required: true,
    options: [
      { value: 'locale', label: `As the language has it: ${dialects[dialectOf('locale', me.locale)]}` },
      ...csvDialects.map((value) => ({ value, label: words(dialects[value]) })),
    ],
  },
]

const bodyOf = ({ zone, locale, ...preferences }: Changes) => ({
  ...(zone && { zone }),
  ...(locale && { locale }),
  ...(Object.keys(preferences).length > 0 && { preferences }),
})

export default function PreferencesPage() {
  const me = useMe()
  const client = useQueryClient()
  const { week_start = 'workspace', density = 'default', clock = 'locale', csv_dialect = 'locale' } = me.preferences
  const values: Record<string, string> = { zone: me.zone, locale: me.locale, week_start, density, clock, csv_dialect }
  const keep = (changes: Changes) => api.patch('/me', { body: bodyOf(changes) as never })
  return (
    <>
      <PageHeader title="Preferences" />
      <section aria-label="Preferences" className="max-w-xl rounded-card border border-border bg-surface p-4">
        <p className="mb-3 text-text-2">
          Everything you see is shown this way, to you alone. Right now:{' '}
          <span className="font-medium text-text">
            {exampleOf({ ...me, clock: clock === 'locale' ? null : clock }, new Date())}
          </span>
        </p>
        <RecordForm
          key={JSON.stringify(values)}
          fields={fieldsFor(me)}
          values={values}
          action="Save preferences"
          refresh="me"
          save={async (changes) => {
            await keep(changes)
            const back = Object.fromEntries(Object.keys(changes).map((name) => [name, values[name]!]))
            return { text: 'Preferences saved.', undo: () => keep(back).then(() => client.invalidateQueries()) }
          }}
        />
      </section>
    </>
  )
}
