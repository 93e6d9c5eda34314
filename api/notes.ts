import {
  Note,
  NoteInput,
  NotePage,
  NotePatch,
  NoteQuery,
  NoteVersions,
  Timeline,
  TimelineQuery,
} from '#domain/notes.ts'
import { ById } from '#domain/shapes.ts'
import { operation } from './operation.ts'

/** A note is read and written by those who may read and write what it hangs on. */
const reading = ['accounts:read', 'deals:read', 'tasks:read'] as const
const writing = ['accounts:write', 'deals:write', 'tasks:write'] as const

export const notes = {
  list: operation({
    method: 'GET',
    path: '/notes',
    permission: reading,
    summary: 'Notes of one account, contact, deal or task, newest first',
    query: NoteQuery,
    answers: { 200: NotePage },
  }),
  get: operation({
    method: 'GET',
    path: '/notes/{id}',
    permission: reading,
    summary: 'Get one note',
    params: ById,
    answers: { 200: Note },
    problems: [404],
  }),
  versions: operation({
    method: 'GET',
    path: '/notes/{id}/versions',
    permission: reading,
    summary: 'What a note said before, newest first',
    params: ById,
    answers: { 200: NoteVersions },
    problems: [404],
  }),
  create: operation({
    method: 'POST',
    path: '/notes',
    permission: writing,
    summary: 'Write a note about one account, contact, deal or task',
    body: NoteInput,
    answers: { 201: Note },
  }),
  patch: operation({
    method: 'PATCH',
    path: '/notes/{id}',
    permission: writing,
    summary: 'Change a note of one’s own; what it said stays readable',
    params: ById,
    body: NotePatch,
    answers: { 200: Note },
    problems: [404, 409, 412],
  }),
  delete: operation({
    method: 'DELETE',
    path: '/notes/{id}',
    permission: writing,
    summary: 'Delete a note of one’s own; it can be restored',
    params: ById,
    needs_version: true,
    answers: { 200: Note },
    problems: [404, 409, 412],
  }),
  restore: operation({
    method: 'POST',
    path: '/notes/{id}/restore',
    permission: writing,
    summary: 'Restore a deleted note',
    params: ById,
    answers: { 200: Note },
    problems: [404],
  }),
  timeline: operation({
    method: 'GET',
    path: '/timeline',
    permission: reading,
    summary: 'Notes, tasks, stages and time of one account, contact or deal, newest first',
    query: TimelineQuery,
    answers: { 200: Timeline },
  }),
}
