import { expect, test } from 'vitest'
import { checklistFor } from '#domain/checklist.ts'
import { grants, roles } from '#domain/permissions.ts'
import { createAdmin } from '#server/people/create-admin.ts'
import { startApp } from '#test/app.ts'

const app = await startApp()
const dana = await app.as('dana')

test('first steps begin with the first admin, are kept one by one, and end for good', async () => {
  expect((await dana.get('/me')).body.workspace.welcoming).toBe(false)
  expect((await dana.get('/welcome')).body.underway).toBe(false)
  await createAdmin(app.db, 'ada@northlight.example', 'a long enough password')
  expect((await dana.get('/welcome')).body.steps).toMatchObject({ workspace: 'open', data: 'open' })
  const settle = (step: string, state: string) => dana.post('/welcome/steps', { step, state })
  expect((await settle('workspace', 'done')).body).toMatchObject({ underway: true, steps: { workspace: 'done' } })
  await settle('people', 'skipped')
  expect((await dana.get('/welcome')).body.steps).toEqual({
    workspace: 'done',
    people: 'skipped',
    connect: 'open',
    data: 'open',
  })
  expect((await settle('all', 'skipped')).body.underway).toBe(false)
  expect((await dana.get('/me')).body.workspace.welcoming).toBe(false)
  expect((await settle('people', 'done')).body.underway).toBe(false)
  expect((await settle('people', 'later')).status).toBe(422)
})

test('the first entry of an agent is seen', async () => {
  expect((await dana.get('/welcome')).body.first_entry_at).toBe(null)
  const agent = await app.agent()
  const span = { start_time: '2026-09-01T09:00:00Z', end_time: '2026-09-01T10:00:00Z' }
  await agent.post('/time-entries', { ...span, user_id: app.cast.users.dana, external_id: 'first' })
  expect((await dana.get('/welcome')).body.first_entry_at).toMatch(/^2/)
})

test('everybody has five first things to do, by their rights', () => {
  for (const role of roles) expect(new Set(checklistFor(grants[role])).size).toBe(5)
  expect(checklistFor(grants.employee)).toEqual(['task', 'review', 'waiting', 'preferences', 'notice'])
})

test('an item is ticked by what is there', async () => {
  const lena = await app.as('lena')
  const ticked = async () =>
    (await lena.get('/me/checklist')).body.data.filter(({ done }: any) => done).map(({ key }: any) => key)
  expect(await ticked()).toEqual(['waiting'])
  const { id } = (await lena.get('/me')).body
  await lena.post('/accounts', { name: 'Lena’s first', owner_id: id })
  const { body: task } = await lena.post('/tasks', { title: 'Say hello', assigned_to: id })
  await lena.patch(`/tasks/${task.id}`, { status: 'done' })
  expect(await ticked()).toEqual(['account', 'task', 'waiting'])
})
