import { AsSeenQuery, DaysQuery, LookPage, LookQuery, Placements, Turns, Viewers } from '#domain/privacy.ts'
import { TimeEntryPage } from '#domain/time.ts'
import { operation } from './operation.ts'

export const privacy = {
  viewers: operation({
    method: 'GET',
    path: '/me/viewers',
    permission: 'person',
    summary: 'Who may see my time, and what of its titles',
    answers: { 200: Viewers },
  }),
  asSeen: operation({
    method: 'GET',
    path: '/me/time-as-seen',
    permission: 'person',
    summary: 'My entries as a manager of my team sees them: the same list, asked with their rights',
    query: AsSeenQuery,
    answers: { 200: TimeEntryPage },
  }),
  turns: operation({
    method: 'GET',
    path: '/me/turns',
    permission: 'person',
    summary: 'From when on waiting entries of mine stand in the review queue of my team',
    query: DaysQuery,
    answers: { 200: Turns },
  }),
  looks: operation({
    method: 'GET',
    path: '/me/looks',
    permission: 'person',
    summary: 'Who read titles of mine, when, how many, and why they could',
    query: LookQuery,
    answers: { 200: LookPage },
  }),
  placements: operation({
    method: 'GET',
    path: '/me/placements',
    permission: 'person',
    summary: 'By which rules my entries of these days were placed',
    query: DaysQuery,
    answers: { 200: Placements },
  }),
  copy: operation({
    method: 'GET',
    path: '/me/copy',
    permission: 'person',
    confirmed: true,
    summary: 'Everything held about me: one JSON object a line, {"table", "row"}',
    produces: 'ndjson',
    answers: { 200: null },
  }),
}
