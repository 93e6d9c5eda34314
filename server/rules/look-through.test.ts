import { expect, test } from 'vitest'
import { matcher } from '#domain/rule-set.ts'
import { readCondition } from '#domain/rule-text.ts'
import { lookThrough } from './look-through.ts'

const read = readCondition('title matches /(a?b?c?d?e?){60}zz/')
const holds = matcher('condition' in read ? read.condition : { all: [] })
const titles = Array.from({ length: 2_000 }, () => ({ title: `${'abcdeabcde'.repeat(8)}zz` }))

test('a condition that takes long lets others go first, and finds the same', async () => {
  let turns = 0
  let over = false
  const others = () => {
    turns++
    if (!over) setImmediate(others)
  }
  setImmediate(others)
  let found = 0
  await lookThrough(titles.slice(0, 200), (row) => void (found += Number(holds(row))))
  over = true
  expect([found, turns > 2]).toEqual([200, true])
})

test('one that would take minutes is given up, and says where it is wrong', async () => {
  let visited = 0
  const looking = lookThrough(titles, (row) => void (visited += Number(holds(row))), 50)
  await expect(looking).rejects.toMatchObject({ status: 422, errors: [{ pointer: '/condition', code: 'too_slow' }] })
  expect(visited).toBeLessThan(titles.length)
})
