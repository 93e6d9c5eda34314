import { expect, test } from 'vitest'
import { mostOf, pausesBetween, stretchesOf } from './stretches.ts'

/** As in '0:00-0:30 Mail', minutes and seconds. */
function event(text: string) {
  const [span, name = null] = text.split(' ')
  const [start_ms, end_ms] = span!.split('-').map((clock) => {
    const [minutes, seconds] = clock.split(':').map(Number)
    return (minutes! * 60 + seconds!) * 1_000
  })
  return { start_ms: start_ms!, end_ms: end_ms!, name }
}
const clock = (ms: number) => `${Math.floor(ms / 60_000)}:${String((ms / 1_000) % 60).padStart(2, '0')}`
const said = ({ start_ms, end_ms, name, events }: ReturnType<typeof stretchesOf>[number]) =>
  `${clock(start_ms)}-${clock(end_ms)} ${name ?? '?'} ${events}`

test.each<[string, string[], string[]]>([
  ['nothing stays nothing', [], []],
  ['long ones stay alone', ['0:00-5:00 Mail', '5:00-7:00 Editor'], ['0:00-5:00 Mail 1', '5:00-7:00 Editor 1']],
  [
    'short ones become as many together as make a minute, by the name with the most time',
    ['0:00-0:20 Mail', '0:20-0:50 Editor', '0:50-1:10 Mail', '1:10-1:30 Chat'],
    ['0:00-1:10 Mail 3', '1:10-1:30 Chat 1'],
  ],
  [
    'a short one after a long one stands alone',
    ['0:00-5:00 Mail', '5:00-5:10 Chat'],
    ['0:00-5:00 Mail 1', '5:00-5:10 Chat 1'],
  ],
  ['a long one never joins', ['0:00-0:20 Mail', '0:20-3:00 Editor'], ['0:00-0:20 Mail 1', '0:20-3:00 Editor 1']],
  [
    'a minute of nothing ends a stretch',
    ['0:00-0:10 Mail', '1:10-1:20 Mail'],
    ['0:00-0:10 Mail 1', '1:10-1:20 Mail 1'],
  ],
  [
    'no moment is drawn twice',
    ['0:00-9:00 Mail', '4:00-6:00 Chat'],
    ['0:00-4:00 Mail 1', '4:00-6:00 Chat 1', '6:00-9:00 Mail 1'],
  ],
  ['what is not kept has no name', ['0:00-2:00'], ['0:00-2:00 ? 1']],
])('%s', (_, events, stretches) => {
  expect(stretchesOf(events.map(event)).map(said)).toEqual(stretches)
})

test('five hundred events of half a minute are drawn as half as many, and none of their time is lost', () => {
  const events = Array.from({ length: 500 }, (_, place) => ({
    start_ms: place * 30_000,
    end_ms: (place + 1) * 30_000,
    name: `App ${place % 7}`,
  }))
  const stretches = stretchesOf(events)
  expect(stretches).toHaveLength(250)
  expect(stretches.reduce((sum, { start_ms, end_ms }) => sum + end_ms - start_ms, 0)).toBe(500 * 30_000)
})

test('what was in front longest comes first, and what has no name is counted too', () => {
  expect(mostOf(['0:00-1:00 Mail', '1:00-4:00', '4:00-5:30 Mail', '6:00-7:00 Chat'].map(event))).toEqual([
    { name: null, ms: 180_000 },
    { name: 'Mail', ms: 150_000 },
    { name: 'Chat', ms: 60_000 },
  ])
})

test('pauses are five minutes or more between what was seen', () => {
  expect(pausesBetween(['0:00-1:00', '5:59-6:30', '11:30-12:00'].map(event))).toEqual([
    { start_ms: 390_000, end_ms: 690_000 },
  ])
  expect(pausesBetween([])).toEqual([])
})
