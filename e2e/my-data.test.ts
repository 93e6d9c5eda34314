/** Whoever is recorded: keeps things out, is private, takes an entry out, and sees who looked, on a phone and by keyboard. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { accessibilityFaults, launch, visit, watch } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder })
const { users, deals } = app.cast
const [noah, marta, agent] = [await app.as('noah'), await app.as('marta'), await app.agent()]
let browser: Browser
let page: Page
let settled: () => Promise<void>

const claim = (hour: number, extra: object = {}) => ({
  user_id: users.noah,
  start_time: `2026-09-15T${hour}:00:00Z`,
  end_time: `2026-09-15T${hour}:30:00Z`,
  source: 'agent',
  external_id: `day-${hour}`,
  ...extra,
})
const arrive = async (...entries: object[]): Promise<{ status: string; id: string }[]> =>
  (await agent.post('/time-entries/batch', { entries })).body.results
const card = (name: string) => page.getByRole('region', { name, exact: true })

beforeAll(async () => {
  await arrive(
    claim(10, { deal_id: deals.fleet, app: 'Word', title: 'Offer.docx' }),
    claim(11, { app: 'Firefox', url: 'https://my.bank.example/balance', title: 'My balance' }),
  )
  browser = await launch()
  page = await visit(browser, {
    address: app.address,
    email: 'noah@northlight.example',
    password,
    target: '/me/data?day=2026-09-15',
    viewport: { width: 360, height: 780 },
    timezoneId: 'Europe/Berlin',
  })
  settled = watch(page)
}, 120_000)
afterAll(() => browser?.close())

test('an entry is taken out for good, and its site is kept out from then on', async () => {
  const entry = page.getByRole('listitem').filter({ hasText: 'My balance' })
  await entry.getByText('Title yours alone').waitFor()
  await entry.getByRole('button', { name: 'Take out…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Take this entry out' })
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByLabel('Keep out my.bank.example from now on').check()
  await dialog.getByRole('button', { name: 'Take out for good' }).click()
  await page.getByText('Kept out from now on.').waitFor()
  await page.getByText('My balance').waitFor({ state: 'detached' })
  expect((await noah.get(`/time-entries?user_id=${users.noah}`)).body.data).toHaveLength(1)
  expect((await arrive(claim(12, { url: 'https://my.bank.example/' })))[0]!.status).toBe('private')
}, 60_000)

test('apps and hours are kept out at once, named, refused where they are wrong, and taken back by undo', async () => {
  const kept = card('What you keep out')
  const apps = kept.getByRole('group', { name: 'Apps' })
  await apps.getByRole('textbox').fill('Signal')
  await apps.getByRole('textbox').press('Enter')
  await apps.getByRole('button', { name: 'Remove Signal' }).waitFor()
  expect((await arrive(claim(13, { app: 'Signal' })))[0]!.status).toBe('private')
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await page.getByText('Undone.').waitFor()
  expect(await apps.getByText('Signal', { exact: true }).count()).toBe(0)
  const sites = kept.getByRole('group', { name: 'Sites' })
  await sites.getByRole('textbox').fill('two words')
  await sites.getByRole('button', { name: 'Add to sites' }).click()
  await sites.getByText('is no web address').waitFor()
  expect(await sites.getByRole('textbox').inputValue()).toBe('two words')
  const hours = kept.getByRole('group', { name: 'Hours' })
  await hours.getByRole('button', { name: 'Add hours' }).click()
  await hours.getByText('Mon–Fri 12:00–13:00').waitFor()
  expect((await noah.get('/me/exclusions')).body).toMatchObject({
    apps: [],
    sites: ['my.bank.example'],
    hours: [{ days: [1, 2, 3, 4, 5], from: '12:00', to: '13:00' }],
  })
}, 60_000)

test('private mode begins and ends with one click, and says so over every page', async () => {
  await card('Private mode').getByRole('button', { name: 'Until I end it' }).click()
  await page.getByText('You are private: nothing of yours is recorded.').waitFor()
  const now = Date.now()
  const span = { start_time: new Date(now - 1_000).toISOString(), end_time: new Date(now + 1_000).toISOString() }
  expect((await arrive({ ...claim(14), ...span }))[0]!.status).toBe('private')
  await page.goto(`${app.address}/tasks`)
  await page.getByRole('button', { name: 'End private mode' }).click()
  await page.getByText('You are recorded again.').waitFor()
  expect(await page.getByRole('button', { name: 'End private mode' }).count()).toBe(0)
}, 60_000)

test('what the manager sees is one click away, and who looked stands there with the reason', async () => {
  await page.goto(`${app.address}/me/data?day=2026-09-15`)
  await card('15 Sep 2026').or(card('Sep 15, 2026')).getByRole('button', { name: 'Release title' }).click()
  await page.getByText('Titles released').waitFor()
  const [{ id }] = (await noah.get(`/time-entries?user_id=${users.noah}`)).body.data
  expect((await marta.get(`/time-entries/${id}`)).body.title).toBe('Offer.docx')
  await page.getByRole('button', { name: 'As your manager sees it' }).click()
  await page.getByText('Offer.docx').waitFor()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await page.getByText('Undone.').waitFor()
  await settled()
  expect(await page.getByText('Offer.docx').count()).toBe(0)
  await page.getByText('Title not seen').waitFor()
  await page.reload()
  await card('Who looked at your titles').getByText('marta read 1 entry').waitFor()
  await card('Who can see your time').getByText('marta').waitFor()
}, 60_000)

test('what an editor has open is kept out until it is switched on, and is its person’s alone then', async () => {
  const worked = (n: number, project_name: string) =>
    claim(15, {
      start_time: `2026-09-16T1${n}:00:00Z`,
      end_time: `2026-09-16T1${n}:30:00Z`,
      external_id: `editor-${n}`,
      app: 'Code',
      project_name,
      project_from_editor: true,
    })
  await arrive(worked(0, 'acme-web'))
  await page.goto(`${app.address}/me/data?day=2026-09-16`)
  const editors = card('What you keep out').getByRole('group', { name: 'Editors' })
  const on = editors.getByRole('checkbox', { name: 'Send which project is open in my editor' })
  await editors.getByText('nothing your editor has open is read').waitFor()
  expect(await on.isChecked()).toBe(false)
  expect(await page.getByText('acme-web').count()).toBe(0)
  await card('Left out, last 30 days').getByText('no time of day').waitFor()
  await on.click()
  await page.getByText('The project open in your editor is sent from now on.').waitFor()
  await expect.poll(() => on.isChecked()).toBe(true)
  await arrive(worked(1, 'orca-web'))
  await page.reload()
  const entry = page.getByRole('listitem').filter({ hasText: 'orca-web' })
  await entry.getByText('Title and project yours alone').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'As your manager sees it' }).click()
  await settled()
  await page.getByText('Title not seen').first().waitFor()
  expect(await page.getByText('orca-web').count()).toBe(0)
  await on.click()
  await page.getByText('Projects open in your editor are kept out from now on.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await page.getByText('Undone.').waitFor()
  await expect.poll(() => on.isChecked()).toBe(true)
}, 60_000)

test('the copy of everything is a file, and it is reached by keyboard from anywhere', async () => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(`${app.address}/tasks`)
  await page.getByRole('heading', { name: 'Tasks', level: 1 }).waitFor()
  await settled()
  await page.keyboard.press('g')
  await page.keyboard.press('m')
  await page.getByRole('heading', { name: 'My data' }).waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download everything' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('my-data.ndjson')
}, 60_000)

test.each(['light', 'dark'])(
  'nothing is wider than a phone, and axe finds nothing: %s',
  async (theme) => {
    await page.setViewportSize({ width: 360, height: 780 })
    await page.evaluate(`localStorage.setItem('theme', '${theme}')`)
    await page.goto(`${app.address}/me/data?day=2026-09-15`)
    await card('Left out, last 30 days').getByText('no time of day').waitFor()
    await settled()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    expect(await accessibilityFaults(page)).toEqual([])
  },
  60_000,
)
