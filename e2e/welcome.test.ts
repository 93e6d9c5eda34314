/** An admin’s first quarter of an hour in a real browser: four steps, a company to look at, and back to one’s own. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAdmin } from '#server/people/create-admin.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { accessibilityFaults, launch, watch } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ worker: true, web: webFolder, cast: false })
const password = 'a long enough password'
let browser: Browser
beforeAll(async () => {
  await createAdmin(app.db, 'ada@crm.example', password)
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

async function signedIn(width = 1440, target = app.address) {
  const context = await browser.newContext({ viewport: { width, height: 900 } })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  await page.goto(target)
  await page.getByLabel('E-mail').fill('ada@crm.example')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.locator('h1[tabindex="-1"]').waitFor()
  return page
}

test('company, people and agent are set up in a row, each step kept, each wrong row told in place', async () => {
  const page = await signedIn(390)
  await page.getByRole('heading', { level: 1, name: 'Your company' }).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('textbox', { name: 'Name' }).fill('Ferro & Co')
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.getByRole('heading', { level: 1, name: 'Your people' }).waitFor()
  const table = page.getByLabel('People: name')
  await table.fill('Full name;Work e-mail;Time zone\nBo C;bo@crm.example;\nCy D;bo@crm.example;Mars')
  await page.getByText('This e-mail stands in a row above.').waitFor()
  await page.getByText('Must be a time zone').waitFor()
  expect(await page.getByRole('button', { name: 'Invite 2 people' }).isDisabled()).toBe(true)
  expect(await accessibilityFaults(page)).toEqual([])
  await table.fill('Bo C,bo@crm.example,sales,Field')
  await page.getByRole('button', { name: 'Invite 1 person' }).click()
  await page.getByText('hand these links over').waitFor()
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('button', { name: 'Make a key' }).click()
  const key = await page.locator('code').first().innerText()
  const span = { start_time: '2026-09-01T09:00:00Z', end_time: '2026-09-01T10:00:00Z', external_id: 'first' }
  const sent = await app.bearer(key).post('/time-entries', { ...span, user_id: await idOfAda() })
  expect(sent.status).toBe(201)
  await page.getByText('Connected').waitFor()
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'The activity agent' }).waitFor()
  await page.context().close()
}, 120_000)

async function idOfAda(): Promise<string> {
  const login = await app.nobody.post('/auth/login', { email: 'ada@crm.example', password })
  return (await app.bearer(login.body.access_token).get('/me')).body.id
}

test('three clicks after signing in lead to a living dashboard, and from there back to an empty house of one’s own', async () => {
  const page = await signedIn()
  await page.getByRole('button', { name: 'Look around with demo data first' }).click()
  await page.getByRole('button', { name: 'Start with demo data' }).click()
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor()
  await page.getByRole('link', { name: /^\d+ open deals$/ }).waitFor()
  await page.getByRole('region', { name: 'First steps' }).getByText('Name your workspace').waitFor()
  await page.goto(app.address)
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor()
  await page.getByRole('button', { name: 'Replace with mine' }).click()
  await page.getByText(/Removed for good: 24 accounts, 60 contacts, 40 deals, 120 tasks, 6,000 time entries/).waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Remove demo data' }).click()
  await page.getByText('First steps in Daybook').waitFor()
  await page.getByRole('button', { name: 'Skip all' }).click()
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor()
  expect(await page.getByText('Demo data:').count()).toBe(0)
  await page.getByRole('button', { name: 'Put away' }).click()
  await page.getByText('The first steps are put away.').waitFor()
  const settled = watch(page)
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor()
  await settled()
  expect(await page.getByRole('region', { name: 'First steps' }).count()).toBe(0)
  await page.context().close()
}, 120_000)

test('what was begun with the demo is still to be seen after the page was loaded again', async () => {
  // no worker: what was begun stays so
  const idle = await startApp({ web: webFolder, cast: false })
  await createAdmin(idle.db, 'ada@crm.example', password)
  const page = await signedIn(1440, `${idle.address}/welcome?step=data`)
  await page.getByRole('button', { name: 'Start with demo data' }).click()
  await page.getByRole('progressbar', { name: 'Loading the demo data' }).waitFor()
  await page.goto(`${idle.address}/welcome`)
  await page.getByRole('progressbar', { name: 'Loading the demo data' }).waitFor()
  expect(await page.getByRole('button', { name: 'Start with demo data' }).isDisabled()).toBe(true)
  await page.context().close()
}, 60_000)
