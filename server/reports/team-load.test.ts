import { expect, test } from 'vitest'
import { march, reporting } from '#test/reporting.ts'

const { app, ask, dana } = await reporting()
const { tasks, teams } = app.cast
const sam = await app.as('sam')

test('the load of a team is what was worked and what is still to do, by name and not by rank', async () => {
  await dana.patch(`/tasks/${tasks.review}`, { estimated_hours: '5', due_date: '2026-03-01' })
  const { data } = await ask('team-load', march)
  expect(data.map(({ label }: any) => label)).toEqual(['dana', 'felix', 'grace', 'lena', 'marta', 'noah', 'sam'])
  expect(data.find(({ label }: any) => label === 'noah').cells).toMatchObject({
    seconds: 13_500,
    waiting_seconds: 1_800,
    days: 4,
    per_day: 3_375,
    open_tasks: 1,
    overdue_tasks: 1,
    left_seconds: 5 * 3_600 - 7_200,
  })
  const team = (await ask('team-load', `${march}&group_by=team`)).data
  expect(team.find(({ key }: any) => key === teams.delivery).cells).toMatchObject({ seconds: 13_500, open_tasks: 1 })
  expect((await ask('team-load', march, sam)).data.map(({ label }: any) => label)).toEqual(['sam'])
})
