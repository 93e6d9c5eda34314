import { Import, ImportPage, ImportPatch, ImportQuery, ImportUpload } from '#domain/imports.ts'
import { ById } from '#domain/shapes.ts'
import { operation } from './operation.ts'

export const imports = {
  list: operation({
    method: 'GET',
    path: '/imports',
    permission: 'imports:write',
    summary: 'List imports',
    query: ImportQuery,
    answers: { 200: ImportPage },
  }),
  get: operation({
    method: 'GET',
    path: '/imports/{id}',
    permission: 'imports:write',
    summary: 'One import with its dry run or result, and its progress',
    params: ById,
    answers: { 200: Import },
    problems: [404],
  }),
  create: operation({
    method: 'POST',
    path: '/imports',
    permission: 'imports:write',
    summary: 'Upload an ActivityWatch export or a time CSV; a dry run starts at once and nothing is written yet',
    query: ImportUpload,
    accepts: 'file',
    answers: { 201: Import },
    problems: [413, 415],
  }),
  patch: operation({
    method: 'PATCH',
    path: '/imports/{id}',
    permission: 'imports:write',
    summary: 'Answer what the dry run asks: zone, order of dates, whose time it is; the dry run starts again',
    params: ById,
    body: ImportPatch,
    answers: { 200: Import },
    problems: [404, 409, 412],
  }),
  run: operation({
    method: 'POST',
    path: '/imports/{id}/run',
    permission: 'imports:write',
    summary: 'Write what the dry run showed; entries that are there already are not added again',
    params: ById,
    answers: { 200: Import },
    problems: [404, 409],
  }),
  undo: operation({
    method: 'POST',
    path: '/imports/{id}/undo',
    permission: 'imports:write',
    summary: 'Take the import back within seven days; what somebody changed since stays',
    params: ById,
    answers: { 200: Import },
    problems: [404, 409],
  }),
}
