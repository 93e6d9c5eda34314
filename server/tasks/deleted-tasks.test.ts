import { expect, test } from 'vitest'
import { TaskWhole } from '#domain/tasks.ts'
import { based, nowhere, startApp } from '#test/app.ts'

const app = await startApp()
const { deals, tasks, users } = app.cast
const dana = await app.as('dana')
const make = async (title: string, extra: object = {}) => (await dana.post('/tasks', { title, ...extra })).body
const look = async (id: string) => (await dana.get(`/tasks/${id}`)).body
const titles = (rows: { title: string }[]) => rows.map(({ title }) => title)
const statuses = (body: any) => body.results.map(({ status, code }: any) => (code ? `${status} ${code}` : status))
const wholeOf = (task: Record<string, unknown>): any =>
  Object.fromEntries(Object.keys(TaskWhole.properties).map((field) => [field, task[field]]))

test('replacing a task takes every field of it, and the version it is based on', async () => {
  const task = await make('Part', { description: 'old', deal_id: deals.author, due_date: '2026-12-24' })
  const at = `/tasks/${task.id}`
  expect((await dana.put(at, wholeOf(task), based(1))).body).toEqual(task)
  const whole = { ...wholeOf(task), description: null, due_date: null, priority: 'urgent' }
  expect((await dana.put(at, whole)).body.code).toBe('version_required')
  const { status: _, ...partial } = whole
  expect((await dana.put(at, partial, based(1))).body.errors).toMatchObject([{ pointer: '/status', code: 'required' }])
  expect((await dana.put(at, whole, based(1))).body).toMatchObject({ ...whole, version: 2 })
  expect((await dana.put(at, { ...whole, title: 'Late' }, based(1))).status).toBe(412)
})

test('a deleted task is in no list or body, takes no change, and comes back as it was', async () => {
  const task = await make('Binned task', { deal_id: deals.author })
  const at = `/tasks/${task.id}`
  expect((await dana.delete(at, based(1))).body).toMatchObject({ version: 2, deleted_by: users.dana })
  expect(titles((await dana.get('/tasks?q=binned')).body.data)).toEqual([])
  expect(titles((await dana.get('/tasks?deleted=true')).body.data)).toEqual(['Binned task'])
  const note = await dana.post('/notes', { text: 'X', task_id: task.id })
  expect(note.body.errors).toMatchObject([{ pointer: '/task_id', code: 'unknown_reference' }])
  const entry = { user_id: users.dana, start_time: '2026-09-15T09:00:00Z', end_time: '2026-09-15T10:00:00Z' }
  expect((await dana.post('/time-entries', { ...entry, task_id: task.id })).body.errors).toMatchObject([
    { pointer: '/task_id', code: 'unknown_task' },
  ])
  for (const answer of [
    await dana.patch(at, { title: 'x' }),
    await dana.put(at, wholeOf(task), based(2)),
    await dana.delete(at, based(2)),
  ])
    expect([answer.status, answer.body.code]).toEqual([409, 'deleted'])
  expect((await dana.post(`${at}/restore`)).body).toMatchObject({ title: 'Binned task', deleted_at: null, version: 3 })
  expect((await dana.post(`/tasks/${nowhere}/restore`)).status).toBe(404)
})

test('many tasks are assigned and finished as one deed, each with its own result', async () => {
  const [a, b] = [await make('A'), await make('B', { status: 'done' })]
  const change = { status: 'done', assigned_to: users.lena, priority: 'high', due_date: '2026-12-24' }
  const { body } = await dana.post('/tasks/bulk', { ids: [a.id, nowhere, b.id], change })
  expect(statuses(body)).toEqual(['changed', 'skipped not_found', 'changed'])
  expect(await look(a.id)).toMatchObject({ ...change, version: 2 })
  const again = await dana.post('/tasks/bulk', { ids: [a.id], change, dry_run: true })
  expect(statuses(again.body)).toEqual(['unchanged'])
  expect(statuses((await dana.post('/tasks/bulk', { ids: [a.id], delete: true })).body)).toEqual(['deleted'])
  expect(statuses((await dana.post('/tasks/bulk', { ids: [a.id], restore: true })).body)).toEqual(['restored'])
  const refused = await dana.post('/tasks/bulk', { ids: [a.id], change: { title: 'Same' } })
  expect(refused.body.errors).toMatchObject([{ pointer: '/change/title', code: 'unknown_field' }])
})

test('whoever changes only their own skips those of others, and gives none away', async () => {
  const noah = await app.as('noah')
  const ids = [tasks.call, tasks.review]
  const { body } = await noah.post('/tasks/bulk', { ids, change: { priority: 'low' } })
  expect(statuses(body)).toEqual(['skipped not_found', 'changed'])
  const given = await noah.post('/tasks/bulk', { ids, change: { assigned_to: users.sam } })
  expect(given.body.errors).toMatchObject([{ pointer: '/assigned_to', code: 'out_of_scope' }])
})
