/** The main job in a real browser: sign in, import, empty the queue by keyboard, read the same figures everywhere. */
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadDemo } from '#server/demo/load-demo.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { faultsInEveryLook, launch, visit, watch } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ worker: true, web: webFolder, cast: false })
const password = 'demo-password'
let browser: Browser
const faults: string[] = []

beforeAll(async () => {
  await loadDemo(app.db, { password, now_ms: Date.now() })
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

const signedIn = (person: string) =>
  visit(browser, {
    address: app.address,
    email: `${person}@brightwater.example`,
    password,
    target: '/',
    listen: (page) => {
      page.on(
        'console',
        (message) => message.type() === 'error' && !/401/.test(message.text()) && faults.push(message.text()),
      )
      page.on('pageerror', (error) => faults.push(error.message))
    },
  })

test('a wrong password is told without saying whose', async () => {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${app.address}/deals`)
  await page.getByLabel('E-mail').fill('dana@brightwater.example')
  await page.getByLabel('Password').fill('wrong password')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('alert').getByText('E-mail or password is wrong.').waitFor()
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Deals/Projects' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Deals/Projects' }).waitFor()
  await page.context().close()
}, 60_000)

test('every page is accessible, in both themes, at desktop and phone width', async () => {
  const page = await signedIn('dana')
  const settled = watch(page)
  for (const target of [
    '/dashboard',
    '/accounts',
    '/contacts',
    '/deals',
    '/tasks',
    '/time',
    '/time/review',
    '/time/import',
  ]) {
    await page.goto(app.address + target)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await settled()
    expect([target, await faultsInEveryLook(page)]).toEqual([target, []])
  }
  await page.context().close()
}, 120_000)

test('a file is imported from the screen after a dry run, to the second', async () => {
  const page = await signedIn('dana')
  await page.goto(`${app.address}/time/import`)
  await page.getByLabel('Time zone of times without one').fill('America/New_York')
  await page
    .getByLabel('File')
    .setInputFiles(path.join(import.meta.dirname, '../test/data/time/toggl_detailed_sample.csv'))
  await page.getByText('491,268 s').waitFor()
  await page.getByRole('button', { name: 'Import 192 entries' }).click()
  await page.getByText('Imported 192 entries').waitFor()
  await page.context().close()
}, 60_000)

test('the review queue is emptied by keyboard alone, with undo on the way', async () => {
  const page = await signedIn('noah')
  await page.keyboard.press('g')
  await page.keyboard.press('q')
  const count = page.getByRole('status').filter({ hasText: 'waiting' })
  await expect.poll(() => count.innerText()).toMatch(/[1-9]\d* waiting/)
  const waiting = async () => Number(/(\d+) waiting/.exec(await count.innerText())![1])
  const first = await waiting()
  await page.keyboard.press('n')
  await expect.poll(waiting).toBe(first - 1)
  await page.keyboard.press('u')
  await expect.poll(waiting).toBe(first)
  for (let left = first; left > 0; left = await waiting()) {
    const guesses = await page.getByRole('list', { name: 'Guesses' }).getByRole('button').count()
    await page.keyboard.press(guesses > 0 ? '1' : 'n')
    await expect.poll(waiting).toBeLessThan(left)
  }
  await page.getByText('All done').waitFor()
  await page.context().close()
}, 120_000)

test('the dashboard and the report agree to the second', async () => {
  const page = await signedIn('dana')
  await page.goto(`${app.address}/dashboard?period=last_90_days`)
  const days = page.getByText(/^Hours, /).locator('time')
  const exact = await page
    .getByText(/^Hours, /)
    .locator('..')
    .getByTitle(/ s$/)
    .getAttribute('title')
  const shown = Number(exact!.split(' s')[0]!.replaceAll(',', ''))
  const [from, to] = await days.evaluateAll((times) => times.map((time) => time.getAttribute('datetime')))
  const { body } = await app.nobody.post('/auth/login', { email: 'dana@brightwater.example', password })
  const report = (await app.bearer(body.access_token).get(`/reports/time-per-deal?date_from=${from}&date_to=${to}`))
    .body
  expect(shown).toBe(report.totals.all.seconds)
  await page.context().close()
}, 60_000)

test('an account is created, changed and the change undone', async () => {
  const page = await signedIn('sam')
  await page.goto(`${app.address}/accounts`)
  await page.getByRole('button', { name: 'Create account' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Larkspur Optics')
  await dialog.getByLabel('Website').fill('larkspur')
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await dialog.getByText(/web address/).waitFor()
  await dialog.getByLabel('Website').fill('https://larkspur.example')
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('gridcell', { name: 'Larkspur Optics' }).focus()
  await page.keyboard.press('Space')
  await page.getByLabel('Industry').fill('Optics')
  await page.getByRole('button', { name: 'Save account' }).click()
  await page.getByText('Account changed.').waitFor()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await page.getByText('Undone.').waitFor()
  await page.context().close()
}, 60_000)

test('nothing on any of these pages broke or was refused by the security policy', () => {
  expect(faults.filter((text) => !/422|status of 4/.test(text))).toEqual([])
})
