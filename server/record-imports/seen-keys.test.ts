import { expect, test } from 'vitest'
import { openSeenKeys } from './seen-keys.ts'

test('each of very many keys is known by the line that had it first, whatever else came between', () => {
  const seen = openSeenKeys(4)
  for (let line = 1; line <= 20_000; line++) seen.set(`key ${line}`, { line, has_id: line % 3 === 0 })
  for (let line = 1; line <= 20_000; line++) expect(seen.get(`key ${line}`)).toEqual({ line, has_id: line % 3 === 0 })
  expect(seen.get('key 20001')).toBeNull()
  expect(seen.get('')).toBeNull()
})
