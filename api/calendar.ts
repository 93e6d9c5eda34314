import { CalendarQuery, TimeCalendar } from '#domain/time-calendar.ts'
import { HandEntry } from '#domain/time-deeds.ts'
import { TimeEntry } from '#domain/time.ts'
import { operation } from './operation.ts'

export const calendar = {
  get: operation({
    method: 'GET',
    path: '/time-calendar',
    permission: 'time:read',
    summary: 'The days of one person by the clock; beside one’s own what the agent saw, and nobody else’s',
    query: CalendarQuery,
    answers: { 200: TimeCalendar },
    problems: [404],
  }),
  enter: operation({
    method: 'POST',
    path: '/me/time-entries',
    permission: 'time:write',
    summary: 'Enter time of my own by hand; what cannot be is refused with the reason, and never kept aside',
    body: HandEntry,
    answers: { 201: TimeEntry },
    problems: [409],
  }),
}
