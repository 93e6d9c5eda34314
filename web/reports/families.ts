/** Reports that answer one question from several sides stand under one tab. */
import type { ReportName } from '../../domain/report-tables.ts'

type Family = { title: string; reports: { report: ReportName; title: string }[] }

export const families: Family[] = [
  {
    title: 'Pipeline',
    reports: [
      { report: 'pipeline', title: 'Value' },
      { report: 'stage-conversion', title: 'Conversion' },
      { report: 'win-rate', title: 'Win rate' },
      { report: 'cohort-win-rate', title: 'Cohorts' },
      { report: 'pipeline-movement', title: 'Movement' },
    ],
  },
  {
    title: 'Time',
    reports: [
      { report: 'time-per-client', title: 'Per client' },
      { report: 'time-per-deal', title: 'Per deal' },
      { report: 'time-per-person', title: 'Per person' },
      { report: 'time-per-task', title: 'Per task' },
    ],
  },
  { title: 'Revenue vs hours', reports: [{ report: 'revenue-vs-hours', title: 'Revenue vs hours' }] },
  { title: 'Cost of sale', reports: [{ report: 'cost-of-sale', title: 'Cost of sale' }] },
  { title: 'Unbilled work', reports: [{ report: 'unbilled', title: 'Unbilled work' }] },
  { title: 'Team load', reports: [{ report: 'team-load', title: 'Team load' }] },
  { title: 'Mapping health', reports: [{ report: 'mapping-health', title: 'Mapping health' }] },
]

/** Those the reader may open. */
export const familiesOf = (open: ReadonlySet<string>): Family[] =>
  families
    .map(({ title, reports }) => ({ title, reports: reports.filter(({ report }) => open.has(report)) }))
    .filter(({ reports }) => reports.length > 0)
