/** Somebody asks to have days erased, an admin does it, and both see what went, what stayed, and why. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { faultsInEveryLook, launch, visit, watch } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder, worker: true })
const { users, deals } = app.cast
const [noah, marta, agent] = [await app.as('noah'), await app.as('marta'), await app.agent()]
let browser: Browser
let own: Page
let office: Page

const claim = (day: string, title: string) => ({
  user_id: users.noah,
  deal_id: deals.fleet,
  start_time: `${day}T10:00:00Z`,
  end_time: `${day}T10:30:00Z`,
  source: 'agent',
  external_id: day,
  app: 'Word',
  title,
})
const signedIn = (person: string, target: string) =>
  visit(browser, {
    address: app.address,
    email: `${person}@northlight.example`,
    password,
    target,
    timezoneId: 'Europe/Berlin',
  })
const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

beforeAll(async () => {
  await agent.post('/time-entries/batch', {
    entries: [claim('2026-09-15', 'Salary talk.docx'), claim('2026-09-22', 'Doctor.docx')],
  })
  const { body } = await noah.post('/timesheets', { week: '2026-09-14' })
  await marta.post(`/timesheets/${body.id}/approve`, { print: body.print })
  browser = await launch()
  own = await signedIn('noah', '/me/data?day=2026-09-15')
  office = await signedIn('dana', '/settings/privacy-requests')
}, 120_000)
afterAll(() => browser?.close())

test('a person asks for days to be erased, and reads until when they are answered', async () => {
  await own.getByText('dana and 2 others see the hours').waitFor()
  // the week is approved: it is not theirs to take out any more, but theirs to ask
  const entry = own.getByRole('listitem').filter({ hasText: 'Salary talk.docx' })
  expect(await entry.getByRole('button', { name: 'Take out…' }).count()).toBe(0)
  await entry.getByRole('button', { name: 'Ask… to have it corrected or erased' }).waitFor()
  const asked = card(own, 'Correct or erase')
  await asked.getByRole('button', { name: 'Ask…' }).click()
  const dialog = own.getByRole('dialog')
  await dialog.getByLabel('What should happen').selectOption('erasure')
  await dialog.getByLabel('From').fill('2026-09-22')
  await dialog.getByLabel('To', { exact: true }).fill('2026-09-15')
  await dialog.getByLabel('Why').fill('I was ill')
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click()
  await dialog.getByText('The last day is before the first.').waitFor()
  expect(await faultsInEveryLook(own)).toEqual([])
  await own.setViewportSize({ width: 1440, height: 900 })
  await dialog.getByLabel('From').fill('2026-09-15')
  await dialog.getByLabel('To', { exact: true }).fill('2026-09-22')
  await dialog.getByRole('button', { name: 'Ask', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await asked.getByText('Waits for an answer').waitFor()
  await asked.getByText('answer due by').waitFor()
}, 90_000)

test('whoever answers sees what would go and what stays, does it, and the person finds the answer', async () => {
  await office.reload()
  await office.getByRole('grid', { name: 'Privacy requests' }).getByText('noah').click()
  await office.getByText('Of these 1 entry (0:30 h) in approved weeks or closed periods stay as hours').waitFor()
  expect(await faultsInEveryLook(office)).toEqual([])
  await office.setViewportSize({ width: 1440, height: 900 })
  await office.getByRole('button', { name: 'Erase…' }).click()
  const dialog = office.getByRole('dialog')
  await dialog.getByRole('textbox').fill('Get well soon')
  await dialog.getByRole('button', { name: 'Erase for good' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await office.getByText('1 entry (0:30 h) erased for good; 1 entry (0:30 h) left as hours').waitFor()

  const settled = watch(own)
  await own.reload()
  await card(own, 'Correct or erase').getByText('Get well soon').waitFor()
  await own.getByText('Title, address and app were erased; the hours stayed.').waitFor()
  await settled()
  expect(await own.getByText('Salary talk.docx').count()).toBe(0)
  expect(await faultsInEveryLook(own)).toEqual([])
  const { data } = (await noah.get(`/time-entries?user_id=${users.noah}`)).body
  expect(data).toMatchObject([{ title: null, duration_seconds: 1_800, locked: 'approved' }])
}, 90_000)

test('a refusal says why', async () => {
  const { body } = await noah.post('/me/privacy-requests', { kind: 'erasure', about: 'evidence', reason: 'All of it' })
  await office.goto(`${app.address}/settings/privacy-requests?peek=${body.id}`)
  await office.getByRole('button', { name: 'Refuse…' }).click()
  const dialog = office.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Refuse', exact: true }).click()
  await dialog.getByText('Say why: noah reads it.').waitFor()
  await dialog.getByRole('textbox').fill('A court asked for it')
  await dialog.getByRole('button', { name: 'Refuse', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await own.reload()
  await card(own, 'Correct or erase').getByText('A court asked for it').waitFor()
}, 60_000)
