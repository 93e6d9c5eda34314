import { Archive, ArchivePage, ArchiveQuery } from '#domain/archives.ts'
import { ById } from '#domain/shapes.ts'
import { operation } from './operation.ts'

export const archives = {
  list: operation({
    method: 'GET',
    path: '/archives',
    permission: 'archives:write',
    summary: 'Archives of everything, the latest first',
    query: ArchiveQuery,
    answers: { 200: ArchivePage },
  }),
  create: operation({
    method: 'POST',
    path: '/archives',
    permission: 'archives:write',
    confirmed: true,
    summary: 'Begin to write everything into one file; titles and addresses of recorded time stay with their person',
    answers: { 202: Archive },
    problems: [409],
  }),
  file: operation({
    method: 'GET',
    path: '/archives/{id}/file',
    permission: 'archives:write',
    confirmed: true,
    summary: 'The file: one JSON object a line, {"table", "row"}',
    params: ById,
    produces: 'ndjson',
    answers: { 200: null },
    problems: [404],
  }),
}
