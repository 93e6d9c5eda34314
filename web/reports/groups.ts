import type { ReportGroup } from '../../domain/report-tables.ts'

/** What a row stands for, as the heading of its column and as a choice. */
const words: Record<ReportGroup, string> = {
  stage: 'Stage',
  step: 'Movement',
  account: 'Account',
  deal: 'Deal',
  owner: 'Owner',
  team: 'Team',
  person: 'Person',
  task: 'Task',
  currency: 'Currency',
  outcome: 'Outcome',
  way: 'Placed by',
  rule: 'Rule',
  age: 'Age',
  day: 'Day',
  week: 'Week',
  month: 'Month',
}
export const groupWord = (group: ReportGroup) => words[group]

const inOrder: ReportGroup[] = ['day', 'week', 'month', 'age']
/** Rows that follow each other by themselves, as days and ages do: drawn upright, from left to right, in the order they came. */
export const isInOrder = (group: ReportGroup) => inOrder.includes(group)

/** What all rows together are. */
export const wholeWord = (group: ReportGroup) => (group === 'step' ? 'Open at the end' : 'All')
