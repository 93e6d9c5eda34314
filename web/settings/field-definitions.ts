/** How a custom field is made and changed. What it is for good, its kind of record, key and type, is said once. */
import { api } from '../data/client.ts'
import type { FieldSpec } from '../layout/RecordForm.tsx'
import { linesOf, wordsIn, type Changes, type Resource } from '../layout/resource.ts'
import { words } from '../ui/formats.tsx'

export const listDefinitions = (query: { object?: never }) => api.get('/custom-fields', { query })
export type Definition = Awaited<ReturnType<typeof listDefinitions>>['data'][number]

export const objects = ['account', 'contact', 'deal', 'task'].map((value) => ({ value, label: words(value) }))
const types = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'money', label: 'Money' },
  { value: 'date', label: 'Date' },
  { value: 'select', label: 'One of several options' },
  { value: 'multi_select', label: 'Any of several options' },
  { value: 'user', label: 'Person' },
  { value: 'url', label: 'Web address' },
]
export const typeName = (type: string) => types.find(({ value }) => value === type)?.label ?? type

const label: FieldSpec = { name: 'label', label: 'Label', required: true }
const options: FieldSpec = {
  name: 'options',
  label: 'Options',
  type: 'words',
  hint: 'What a select offers, in order. An option taken away stays on the records that have it.',
}
const shaping: FieldSpec[] = [
  {
    name: 'required',
    label: 'Required',
    required: true,
    options: [
      { value: 'false', label: 'No' },
      { value: 'true', label: 'Yes' },
    ],
    hint: 'Asked for whenever one is made. Records that are there stay as they are.',
  },
  { name: 'position', label: 'Place', hint: 'Lower numbers come first in forms and tables.' },
]
const nature: FieldSpec[] = [
  { name: 'object', label: 'Of', required: true, options: objects },
  { name: 'type', label: 'Type', required: true, options: types, hint: 'It cannot be changed later.' },
  { name: 'key', label: 'Key', hint: 'Its name in the API and in files. Empty: made from the label.' },
]
export const fieldsToCreate: FieldSpec[] = [label, ...nature, options, ...shaping]
const fieldsToChange = ({ type }: Definition) =>
  type === 'select' || type === 'multi_select' ? [label, options, ...shaping] : [label, ...shaping]

/** "Kundengröße (neu)" is kundengrosse_neu. */
export const keyOf = (text: string) =>
  text
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '')
    .slice(0, 50)

function bodyOf({ options: lines, required, position, ...others }: Changes) {
  return {
    ...others,
    ...(lines !== undefined && { options: wordsIn(lines) }),
    ...(required !== undefined && { required: required === 'true' }),
    ...(position !== undefined && { position: position === null ? 0 : Number(position) }),
  }
}

export function fieldDefinitions(definition?: Definition): Resource<Definition> {
  return {
    key: 'custom-fields',
    noun: 'field',
    fields: definition ? fieldsToChange(definition) : fieldsToCreate,
    nameOf: (row) => row.label,
    valuesOf: (row) => ({
      label: row.label,
      options: linesOf(row.options),
      required: String(row.required),
      position: String(row.position),
      archived: String(row.archived),
    }),
    get: async (id) => (await listDefinitions({})).data.find((row) => row.id === id)!,
    create: (changes) => {
      const key = changes['key'] ?? keyOf(changes['label'] ?? '')
      return api.post('/custom-fields', { body: { ...bodyOf(changes), key } as never })
    },
    patch: ({ id, version }, { archived, ...changes }) =>
      api.patch('/custom-fields/{id}', {
        params: { id },
        body: { ...bodyOf(changes), ...(archived !== undefined && { archived: archived === 'true' }) },
        version,
      }),
    preview: (row) => row,
  }
}
