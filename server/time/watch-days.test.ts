import { beforeEach, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { startApp } from '#test/app.ts'
import { watchDays } from './watch-days.ts'

const app = await startApp()
const { users } = app.cast
const [dana, noah] = [await app.as('dana'), await app.as('noah')]
const agent = await app.agent()
const laptop = (await noah.post('/me/device-keys', { name: 'Laptop' })).body
const device = app.bearer(laptop.key)
const now_ms = Date.parse('2026-09-16T12:00:00Z')
const watch = () => watchDays(app.db, now_ms)

let number = 0
const claim = (start_time: string, end_time: string, extra: object = {}) => ({
  user_id: users.noah,
  start_time: `2026-09-${start_time}:00Z`,
  end_time: `2026-09-${end_time}:00Z`,
  source: 'agent',
  external_id: `w-${number++}`,
  billable: false,
  ...extra,
})
const arrive = async (...entries: object[]) =>
  (await agent.post('/time-entries/batch', { entries })).body.results.map(({ id }: { id: string }) => id) as string[]
const aside = async () =>
  (await noah.get('/quarantined-time-entries?sort=start_time')).body.data as {
    id: string
    doubt: string
    quarantine_reason: string
    device_name: string | null
    clock_seconds: number | null
  }[]
const clock = (minutes: number) => ({ headers: { date: new Date(Date.now() + minutes * 60_000).toUTCString() } })
const sent = (extra: object = {}) => {
  const { user_id: _, ...own } = claim('15T08:00', '15T09:00', extra)
  return own
}

beforeEach(async () => {
  await sql`delete from time_entries`.execute(app.db)
  await sql`delete from doubts`.execute(app.db)
  await sql`delete from device_clocks`.execute(app.db)
})

test('entries that grew past what a day holds go aside by night, and once released they are left alone', async () => {
  const grows = claim('14T22:00', '15T03:00')
  const [, grown] = await arrive(claim('14T22:00', '15T15:00'), grows)
  expect(await aside()).toEqual([])
  await arrive({ ...grows, end_time: '2026-09-15T11:30:00Z' })
  expect([await watch(), await watch()]).toEqual([1, 0])
  expect(await aside()).toMatchObject([
    { id: grown, doubt: 'full_day', quarantine_reason: expect.stringContaining('30.5 h were recorded on 2026-09-15') },
  ])
  const [row] = (await dana.get(`/audit?object_id=${grown}&action=time_entry.set_aside`)).body.data
  expect(row).toMatchObject({ actor_kind: 'system', after: { status: 'quarantined' } })
  await noah.post('/quarantined-time-entries/release', { ids: [grown], reason: 'I really did' })
  expect([await watch(), await aside()]).toEqual([0, []])
})

test('the same span again and again, hours without a break, and what a person typed in', async () => {
  const same = await arrive(...Array.from({ length: 3 }, () => claim('11T08:00', '11T09:00')))
  const [, , late] = await arrive(
    claim('14T03:00', '14T12:00'),
    claim('14T12:05', '14T21:10'),
    claim('14T21:10', '14T22:00'),
  )
  await noah.post('/time-entries', { ...claim('12T04:00', '12T23:00'), source: 'manual', user_id: undefined })
  expect(await watch()).toBe(3)
  const found = await aside()
  expect(found.map(({ doubt }) => doubt)).toEqual(['repeated', 'repeated', 'no_break'])
  expect(found[2]!.id).toBe(late)
  for (const { id } of found.slice(0, 2)) expect(same).toContain(id)
})

test('days that are longer ago are over, and a usual day is left alone', async () => {
  await arrive(...Array.from({ length: 3 }, () => claim('01T08:00', '01T09:00')), claim('15T08:00', '15T12:00'))
  expect(await watch()).toBe(0)
})

test('an agent that claims a night in one piece is not believed when it comes', async () => {
  await arrive(claim('14T08:00', '15T09:00'))
  expect(await aside()).toMatchObject([
    { doubt: 'no_break', quarantine_reason: expect.stringMatching(/^25 h without a break/) },
  ])
})

test('what a device sends whose clock is off is kept aside, says by how much, and is released where it belongs', async () => {
  const { status, body } = await device.post('/time-entries', sent(), clock(12))
  expect([status, body.quarantine_reason]).toEqual([
    202,
    'The clock of the device that sent it runs 12 min ahead of ours.',
  ])
  const [found] = await aside()
  expect(found).toMatchObject({ doubt: 'clock', device_name: 'Laptop' })
  expect(Math.abs(found!.clock_seconds! - 720)).toBeLessThan(10)
  await sql`update doubts set clock_seconds = 720`.execute(app.db)
  const release = { ids: [found!.id], reason: 'It was off all day', correct_clock: true }
  expect((await noah.post('/quarantined-time-entries/release', release)).body.results).toMatchObject([
    { status: 'done' },
  ])
  expect((await noah.get(`/time-entries/${found!.id}`)).body).toMatchObject({
    start_time: '2026-09-15T07:48:00.000Z',
    end_time: '2026-09-15T08:48:00.000Z',
    duration_seconds: 3_600,
    status: 'unmapped',
  })
})

test('a clock that is right is believed, and one nobody measured cannot be corrected', async () => {
  expect((await device.post('/time-entries', sent(), clock(-4))).status).toBe(201)
  const [night] = await arrive(claim('13T08:00', '14T09:00'))
  const release = { ids: [night], reason: 'Put it right', correct_clock: true }
  expect((await noah.post('/quarantined-time-entries/release', release)).body.results).toMatchObject([
    { status: 'skipped', reason: 'It is not known by how much its clock was off.' },
  ])
})

test('what a device recorded on a day on which its clock was off for a while goes aside, also if it was right when it sent', async () => {
  await device.post('/time-entries', sent(), clock(0))
  await device.post(
    '/time-entries',
    { ...sent(), start_time: '2026-09-15T09:00:00Z', end_time: '2026-09-15T09:10:00Z' },
    clock(-130),
  )
  expect(await aside()).toHaveLength(1)
  await sql`update device_clocks set day = '2026-09-15'`.execute(app.db)
  expect([await watch(), await watch()]).toEqual([1, 0])
  expect((await aside()).map(({ quarantine_reason }) => quarantine_reason)).toEqual([
    'On 2026-09-15 the clock of this device ran 2.2 h behind ours for a while, so its times of that day are not certain.',
    'The clock of the device that sent it runs 2.2 h behind ours.',
  ])
})

test('what is aside is found by doubt, person, device and day, and summed for those who may see it', async () => {
  await device.post('/time-entries', sent(), clock(12))
  await arrive(claim('13T08:00', '14T09:00'), claim('13T08:00', '14T09:00', { user_id: users.grace }))
  const found = async (query: string) =>
    (await dana.get(`/quarantined-time-entries?${query}`)).body.data.map(({ doubt }: { doubt: string }) => doubt)
  expect(await found('doubt=clock')).toEqual(['clock'])
  expect(await found(`doubt=clock&doubt=no_break&user_id=${users.noah}`)).toEqual(['clock', 'no_break'])
  expect(await found(`device_id=${laptop.id}`)).toEqual(['clock'])
  expect(await found('date_from=2026-09-15')).toEqual(['clock'])
  expect((await dana.get('/quarantined-time-entries?doubt=odd')).status).toBe(400)
  const summary = async (who: typeof dana) => (await who.get('/quarantined-time-entries/summary')).body
  const night = 25 * 3_600
  expect(await summary(dana)).toEqual({
    entries: 3,
    seconds: 2 * night + 3_600,
    doubts: [
      { doubt: 'no_break', entries: 2, seconds: 2 * night },
      { doubt: 'clock', entries: 1, seconds: 3_600 },
    ],
    devices: [
      { id: expect.any(String), name: 'agent', entries: 2, seconds: 2 * night },
      { id: laptop.id, name: 'Laptop', entries: 1, seconds: 3_600 },
    ],
  })
  expect((await summary(noah)).entries).toBe(2)
  expect((await summary(await app.as('marta'))).entries).toBe(2)
})
