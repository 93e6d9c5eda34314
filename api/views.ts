import { ById } from '#domain/shapes.ts'
import { DefaultView, View, ViewInput, ViewList, ViewPatch, ViewQuery } from '#domain/views.ts'
import { operation } from './operation.ts'

export const views = {
  list: operation({
    method: 'GET',
    path: '/views',
    permission: 'person',
    summary: 'The views of a list one may use: own ones and those shared',
    query: ViewQuery,
    answers: { 200: ViewList },
  }),
  create: operation({
    method: 'POST',
    path: '/views',
    permission: 'person',
    summary: 'Keep a view of a list',
    body: ViewInput,
    answers: { 201: View },
    problems: [409],
  }),
  patch: operation({
    method: 'PATCH',
    path: '/views/{id}',
    permission: 'person',
    summary: 'Rename or share a view, or change what it shows',
    params: ById,
    body: ViewPatch,
    answers: { 200: View },
    problems: [404, 409, 412],
  }),
  delete: operation({
    method: 'DELETE',
    path: '/views/{id}',
    permission: 'person',
    summary: 'Delete a view',
    params: ById,
    answers: { 204: null },
    problems: [404, 412],
  }),
  chooseDefault: operation({
    method: 'POST',
    path: '/views/default',
    permission: 'person',
    summary: 'Choose the view a list opens with, for oneself',
    body: DefaultView,
    answers: { 204: null },
    problems: [404],
  }),
}
