import { expect, test } from 'vitest'
import type { BulkResult } from '../../domain/bulk.ts'
import { inParts, reasonsAsCsv, reasonsIn, unsent, waysBack, type Order } from './bulk.ts'

const result = (
  id: string,
  status: BulkResult['status'],
  message: string | null = null,
  before: BulkResult['before'] = null,
): BulkResult => ({ id, status, code: null, message, version: 2, before })

function server() {
  const sent: Order[] = []
  const send = (order: Order) => {
    sent.push(order)
    return Promise.resolve({ results: order.ids.map((id) => result(id, 'changed')), deed_id: null })
  }
  return { sent, send }
}
const targets = Array.from({ length: 1_201 }, (_, n) => ({ id: `id-${n}`, version: n + 1 }))

test('more than the server takes at once go in parts, each told of, and each record gets its result', async () => {
  const { sent, send } = server()
  const told: number[] = []
  const onPart = ({ length }: BulkResult[]) => void told.push(length)
  const results = await inParts({ send }, { delete: true }, targets, { onPart })
  expect(sent.map(({ ids, versions }) => [ids.length, versions!.at(-1)])).toEqual([
    [500, 500],
    [500, 1_000],
    [201, 1_201],
  ])
  expect(told).toEqual([500, 1_000, 1_201])
  expect(results.map(({ id }) => id)).toEqual(targets.map(({ id }) => id))
})

test('who stops it leaves the rest undone, and what was not sent says so', async () => {
  const { sent, send } = server()
  const stop = new AbortController()
  const results = await inParts({ send }, { delete: true }, targets, {
    signal: stop.signal,
    onPart: () => stop.abort(),
  })
  expect([sent.length, results.length]).toEqual([1, 500])
  expect(reasonsIn([...results, ...unsent(targets, results, 'You stopped.')])).toEqual(['701: You stopped.'])
})

test('versions are sent of all or of none', async () => {
  const { sent, send } = server()
  await inParts({ send }, { delete: true }, [{ id: 'a', version: 1 }, { id: 'b' }], { dry_run: true })
  expect(sent).toEqual([{ ids: ['a', 'b'], delete: true, dry_run: true }])
})

test('reasons are counted, and as a file each record has its own; what was done is in neither', () => {
  const no = 'There is nothing here, or you may not change it.'
  const results = [
    result('a', 'changed'),
    result('b', 'skipped', no),
    result('c', 'skipped', no),
    result('d', 'unchanged'),
  ]
  expect(reasonsIn(results)).toEqual([`2: ${no}`, '1: It is so already.'])
  expect(reasonsAsCsv(results, (id) => `=${id}`, 'comma_point')).toBe(
    `\ufeffname,outcome,reason,id\r\n'=b,skipped,"${no}",b\r\n'=c,skipped,"${no}",c\r\n'=d,unchanged,It is so already.,d\r\n`,
  )
})

test('a change is taken back with what each held before; what was skipped is left alone', () => {
  const results = [
    result('a', 'changed', null, { owner_id: 'sam' }),
    result('b', 'changed', null, { owner_id: null }),
    result('c', 'changed', null, { owner_id: 'sam' }),
    result('d', 'skipped'),
  ]
  const back = (deed: Parameters<typeof waysBack>[0], of: BulkResult[]) =>
    waysBack(deed, of).map(({ deed: way, targets: those }) => [way, those.map(({ id }) => id)])
  expect(back({ change: { owner_id: 'dana' } }, results)).toEqual([
    [{ change: { owner_id: 'sam' } }, ['a', 'c']],
    [{ change: { owner_id: null } }, ['b']],
  ])
  expect(back({ delete: true }, [result('a', 'deleted')])).toEqual([[{ restore: true }, ['a']]])
  expect(back({ restore: true }, [result('a', 'restored')])).toEqual([[{ delete: true }, ['a']]])
  expect(back({ delete: true }, [result('d', 'skipped')])).toEqual([])
})
