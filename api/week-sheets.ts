import { CellInput, WeekQuery, WeekSheet } from '#domain/week-sheets.ts'
import { operation } from './operation.ts'

export const weekSheets = {
  get: operation({
    method: 'GET',
    path: '/me/week',
    permission: 'person',
    summary: 'My time of seven days, by deal and day: the same sums every report has',
    query: WeekQuery,
    answers: { 200: WeekSheet },
  }),
  type: operation({
    method: 'PUT',
    path: '/me/week/cell',
    permission: 'time:write',
    summary: 'Say how much of my time one day has on one deal, account or internal work; what was recorded stays',
    body: CellInput,
    answers: { 200: WeekSheet },
    problems: [409, 422],
  }),
}
