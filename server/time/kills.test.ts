/** Exactly once, though the program is killed in the middle of it; a hundred kills over a million entries are `npm run bench:kills`. */
import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { ingestUnderKills } from '#test/kills.ts'

test('what is sent while Daybook is killed again and again is there, each entry once, and counted', async () => {
  const seed = randomInt(2 ** 31)
  const { requests, unanswered, ...outcome } = await ingestUnderKills({ entries: 10_000, kills: 2, seed })
  expect(outcome, `seed ${seed}`).toEqual({
    kills: 2,
    postgres_kills: 1,
    refused: [],
    lost: 0,
    doubled: 0,
    uncounted: 0,
  })
  expect(requests).toBeGreaterThan(unanswered)
}, 900_000)
