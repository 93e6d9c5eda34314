import {
  CustomField,
  CustomFieldInput,
  CustomFieldList,
  CustomFieldPatch,
  CustomFieldQuery,
} from '#domain/custom-fields.ts'
import { ById } from '#domain/shapes.ts'
import { operation } from './operation.ts'

export const fields = {
  list: operation({
    method: 'GET',
    path: '/custom-fields',
    permission: 'signed-in',
    summary: 'List custom fields, in the order of forms',
    query: CustomFieldQuery,
    answers: { 200: CustomFieldList },
  }),
  create: operation({
    method: 'POST',
    path: '/custom-fields',
    permission: 'settings:write',
    summary: 'Add a custom field to a kind of record',
    body: CustomFieldInput,
    answers: { 201: CustomField },
    problems: [409],
  }),
  patch: operation({
    method: 'PATCH',
    path: '/custom-fields/{id}',
    permission: 'settings:write',
    summary: 'Change how a custom field is shown and asked for, or archive it',
    params: ById,
    body: CustomFieldPatch,
    answers: { 200: CustomField },
    problems: [404, 412],
  }),
  delete: operation({
    method: 'DELETE',
    path: '/custom-fields/{id}',
    permission: 'settings:write',
    summary: 'Delete a custom field that no record has a value of',
    params: ById,
    needs_version: true,
    answers: { 204: null },
    problems: [404, 409, 412],
  }),
}
