import { expect, test } from 'vitest'
import type { BulkResult } from '../../domain/bulk.ts'
import { inBulk, ordersBack, reasonsIn, type Order } from './bulk.ts'
import type { Changes, Resource } from './resource.ts'

type Row = { id: string; owner: string | null }
const sent: Order[] = []
const result = (id: string, status: BulkResult['status'], message: string | null = null): BulkResult => ({
  id,
  status,
  code: null,
  message,
  version: null,
  before: null,
})
const resource = {
  valuesOf: ({ owner }: Row): Changes => ({ owner_id: owner }),
  bulk: {
    fields: ['owner_id'],
    send: (order: Order) => {
      sent.push(order)
      return Promise.resolve({ results: order.ids.map((id) => result(id, 'changed')), deed_id: null })
    },
  },
} as unknown as Resource<Row>

test('more than the server takes at once go in parts, and each gets its result', async () => {
  const ids = Array.from({ length: 1_201 }, (_, n) => `id-${n}`)
  const results = await inBulk(resource, { ids, delete: true })
  expect(sent.map((order) => order.ids.length)).toEqual([500, 500, 201])
  expect(results.map(({ id }) => id)).toEqual(ids)
})

test('reasons are counted, and what was done is none', () => {
  const no = 'There is nothing here, or you may not change it.'
  const results = [
    result('a', 'changed'),
    result('b', 'skipped', no),
    result('c', 'skipped', no),
    result('d', 'unchanged'),
  ]
  expect(reasonsIn(results)).toEqual([`2: ${no}`, '1: It is so already.'])
})

test('a change is taken back with what each held before; what was skipped is left alone', () => {
  const rows = [
    { id: 'a', owner: 'sam' },
    { id: 'b', owner: null },
    { id: 'c', owner: 'sam' },
    { id: 'd', owner: 'lena' },
  ]
  const results = [result('a', 'changed'), result('b', 'changed'), result('c', 'changed'), result('d', 'skipped')]
  expect(ordersBack(resource, rows, { change: { owner_id: 'dana' } }, results)).toEqual([
    { ids: ['a', 'c'], change: { owner_id: 'sam' } },
    { ids: ['b'], change: { owner_id: null } },
  ])
  expect(ordersBack(resource, rows, { delete: true }, [result('a', 'deleted')])).toEqual([
    { ids: ['a'], restore: true },
  ])
  expect(ordersBack(resource, rows, { delete: true }, [result('d', 'skipped')])).toEqual([])
})
