/** Reports in a real browser, by keyboard: asked, read exactly, opened to their rows, kept, taken along, and on paper. */
import { readFileSync } from 'node:fs'
import type { BrowserContextOptions, Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reportNames } from '#domain/report-tables.ts'
import { loadDemo } from '#server/demo/load-demo.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { accessibilityFaults, faultsInEveryLook, launch, visit, watch } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder, cast: false })
const password = 'demo-password'
let browser: Browser
beforeAll(async () => {
  await loadDemo(app.db, { password, now_ms: Date.now() })
  browser = await launch()
}, 120_000)
afterAll(() => browser?.close())

const signedIn = (person: string, target: string, options: BrowserContextOptions = {}) =>
  visit(browser, { address: app.address, email: `${person}@brightwater.example`, password, target, ...options })
const figures = (page: Page) => page.getByRole('region', { name: /^Figures: / })
const wordsOf = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams)

test('by keyboard one gets to a report, reads its bars exactly, opens the rows behind one and comes back', async () => {
  const page = await signedIn('dana', '/dashboard')
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor()
  await page
    .getByRole('navigation', { name: 'Reports' })
    .getByRole('link', { name: 'Time', exact: true })
    .press('Enter')
  const chart = page.getByRole('list', { name: 'Which clients did the time go to?' })
  const bars = chart.getByRole('listitem')
  await bars.nth(2).waitFor()
  await chart.locator('[data-mark="0"]').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  const focused = page.locator(':focus')
  const [name, hours] = /^(.*): (\d+:\d\d)/.exec((await focused.getAttribute('aria-label'))!)!.slice(1)
  // the figure of the bar is that of its row
  await figures(page)
    .getByRole('row', { name: new RegExp(`^${name} ${hours} `) })
    .waitFor()
  const asked = page.url()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Time Entries' }).waitFor()
  await page.getByRole('button', { name: `Account: ${name}`, exact: true }).waitFor()
  await page.goBack()
  await bars.nth(2).waitFor()
  expect(page.url()).toBe(asked)
  await page.context().close()
}, 60_000)

test('from the dashboard its hours are opened as a report of the same days', async () => {
  const page = await signedIn('dana', '/dashboard?period=last_7_days')
  const hours = page.getByRole('list', { name: 'Where did the hours go?' }).getByRole('listitem').first()
  const figure = /(\d+:\d\d)$/.exec(await hours.innerText())![1]!
  await page.getByRole('link', { name: 'Open as a report' }).press('Enter')
  await figures(page)
    .getByRole('row', { name: new RegExp(` ${figure} `) })
    .first()
    .waitFor()
  await page.context().close()
}, 60_000)

test('where nothing fits, the days and filters are taken away with one key', async () => {
  const page = await signedIn('dana', '/reports?report=time-per-client&date_from=2001-01-01&date_to=2001-01-31')
  await page.getByText('Nothing fits these days and filters').waitFor()
  await page.getByRole('button', { name: 'Remove the days and filters' }).press('Enter')
  await figures(page).waitFor()
  expect(wordsOf(page)).toEqual({ report: 'time-per-client', period: 'any' })
  await page.context().close()
}, 60_000)

test('what is asked stands in the address: group, comparison, days; and the address asks it again', async () => {
  const page = await signedIn('dana', '/reports?report=time-per-client&period=last_90_days')
  await page.getByLabel('Group by').selectOption('Month')
  await page.getByRole('group', { name: 'How much was worked each month?' }).waitFor()
  await page.getByLabel('Group by').selectOption('Person')
  await page.getByLabel('Compare with').selectOption('The period before')
  await page.getByRole('list', { name: 'Who worked how long?' }).waitFor()
  await page
    .getByRole('list', { name: 'Colours' })
    .getByText(/^Before: /)
    .waitFor()
  expect(wordsOf(page)).toEqual({
    report: 'time-per-client',
    period: 'last_90_days',
    group_by: 'person',
    compare: 'previous_period',
  })
  const before = await figures(page).innerText()
  await page.reload()
  await figures(page).waitFor()
  expect(await figures(page).innerText()).toBe(before)
  await figures(page).getByRole('button', { name: 'Time', exact: true }).press('Enter')
  await figures(page)
    .getByRole('columnheader', { name: 'Time', exact: true })
    .and(page.locator('[aria-sort=descending]'))
    .waitFor()
  expect(wordsOf(page)['sort']).toBe('-seconds')
  await page.context().close()
}, 60_000)

test('weeks are upright bars, told one by one with the arrows, and as a table', async () => {
  const page = await signedIn('dana', '/reports?report=time-per-client&group_by=week&period=last_90_days')
  const chart = page.getByRole('region', { name: 'How much was worked each week?', exact: true })
  const told = () =>
    chart
      .locator('p')
      .filter({ hasText: /^Week of/ })
      .last()
      .innerText()
  await chart.locator('[data-mark="3"]').focus()
  const fourth = await told()
  await page.keyboard.press('Home')
  await expect.poll(told).not.toBe(fourth)
  expect(await page.locator(':focus').getAttribute('aria-label')).toBe(await told())
  await chart.getByRole('button', { name: 'View as table' }).press('Enter')
  await chart
    .getByRole('rowheader', { name: /^Week of/ })
    .first()
    .waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.context().close()
}, 60_000)

test('deals are points of revenue and hours, walked by arrows, parted by what an hour costs, and opened', async () => {
  const page = await signedIn('dana', '/reports?report=revenue-vs-hours')
  const chart = page.getByRole('region', { name: 'What do won deals bring for each hour?', exact: true })
  await chart.getByText(/^Average, .* an hour$/).waitFor()
  await page.getByLabel('An hour costs (EUR)').fill('170')
  await page.keyboard.press('Enter')
  await chart.getByText('Break-even at €170 an hour').waitFor()
  await page.getByLabel('An hour costs (EUR)').and(page.locator(':focus')).waitFor()
  const points = chart.locator('[data-mark]')
  await chart.locator('[data-mark][tabindex="0"]').focus()
  await page.keyboard.press('Home')
  const focused = page.locator(':focus')
  await expect.poll(() => focused.getAttribute('data-mark')).toBe('0')
  await page.keyboard.press('ArrowRight')
  const [name, figures_of] = /^(.*): (.* in \d+:\d\d h)$/.exec((await focused.getAttribute('aria-label'))!)!.slice(1)
  await chart
    .locator('p')
    .filter({ hasText: `${name}: ${figures_of}` })
    .waitFor()
  expect(await points.count()).toBe(await figures(page).locator('tbody tr').count())
  expect(await accessibilityFaults(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Time Entries' }).waitFor()
  await page.getByRole('button', { name: `Deal: ${name}`, exact: true }).waitFor()
  await page.context().close()
}, 60_000)

test('of a bar that is made of parts each part is told, where one stands and where one points', async () => {
  const page = await signedIn('dana', '/reports?report=unbilled')
  const chart = page.getByRole('region', { name: 'Which billable work stands on no invoice?', exact: true })
  const bar = (place: number) => chart.locator(`[data-mark="${place}"]`)
  const words = async (place: number) => (await bar(place).getAttribute('aria-label'))!
  await bar(0).focus()
  expect(await words(0)).toMatch(/: €[\d,.]+ \(0 to 30 days €[\d,.]+, 31 to 60 days €[\d,.]+/)
  await page.keyboard.press('ArrowDown')
  await chart
    .locator('p')
    .getByText(await words(1), { exact: true })
    .waitFor()
  await chart.getByRole('listitem').nth(2).hover()
  await chart
    .locator('p')
    .getByText(await words(2), { exact: true })
    .waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.context().close()
}, 60_000)

test('a report is kept, shared, and opened by somebody else with their own rows', async () => {
  const page = await signedIn('dana', '/reports?report=time-per-client&group_by=person')
  await page.getByRole('button', { name: 'Save as…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save this view' })
  await dialog.getByLabel('Name').fill('Hours by person')
  await dialog.getByLabel('Who sees it').selectOption('Everybody')
  await dialog.getByRole('button', { name: 'Save view' }).click()
  await dialog.waitFor({ state: 'hidden' })
  const noah = await signedIn('noah', '/reports')
  await noah.getByRole('navigation', { name: 'Saved views' }).getByRole('button', { name: 'Hours by person' }).click()
  await noah.getByRole('list', { name: 'Who worked how long?' }).waitFor()
  await noah.getByText('Only your own hours are counted.').waitFor()
  // heading, himself, all
  expect(await figures(noah).getByRole('row').count()).toBe(3)
  // no other report stands where one is not open to him, and what is not asked is said
  await noah.goto(`${app.address}/reports?report=unbilled`)
  await noah.getByText('This report is not open to you').waitFor()
  expect(await figures(noah).count()).toBe(0)
  expect(await accessibilityFaults(noah)).toEqual([])
  await noah.goto(`${app.address}/reports?report=time-per-client&group_by=stage`)
  await noah.getByText(/^The group that is chosen is not used: /).waitFor()
  await noah.context().close()
  await page.context().close()
}, 60_000)

/** What is drawn of an upright chart, measured against the box it stands in. */
const drawnIn = (page: Page, name: string) =>
  page.getByRole('group', { name, exact: true }).evaluate((group) => {
    const box = group.getBoundingClientRect()
    const bars = [...group.children].map((bar) => {
      const part = bar.querySelector(':scope > span > span')?.getBoundingClientRect()
      return part
        ? { left: part.left - box.left, right: box.right - part.right, width: part.width, top: part.top }
        : null
    })
    return { places: bars.length, bars: bars.filter((bar) => bar !== null) }
  })

test('of a year of days each has a bar within the chart, wide and narrow, and the last of more than that are drawn', async () => {
  const { body } = await app.nobody.post('/auth/login', { email: 'dana@brightwater.example', password })
  const dana = app.bearer(body.access_token)
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
  for (const day of [daysAgo(370), daysAgo(800)])
    expect((await dana.post('/me/time-entries', { day, duration_seconds: 3_600 })).status).toBe(201)
  const question = 'How much was worked each day?'
  const page = await signedIn('dana', `/reports?report=time-per-client&group_by=day&date_from=${daysAgo(375)}`)
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 900 })
    await page.getByRole('group', { name: question, exact: true }).waitFor()
    const { places, bars } = await drawnIn(page, question)
    expect(places).toBeGreaterThan(360)
    expect(bars.length).toBeGreaterThan(50)
    for (const bar of bars) expect(bar.width).toBeGreaterThanOrEqual(1)
    expect(Math.min(...bars.flatMap(({ left, right }) => [left, right]))).toBeGreaterThanOrEqual(-1)
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  }
  await page.goto(`${app.address}/reports?report=time-per-client&group_by=day&period=any`)
  await page.getByText('In the table below, and not drawn: 1 earlier.').waitFor()
  expect((await drawnIn(page, question)).places).toBe(400)
  await page.context().close()
}, 60_000)

test('where nothing has a month of its own the figures stand without a picture', async () => {
  const { body } = await app.nobody.post('/auth/login', { email: 'dana@brightwater.example', password })
  const dana = app.bearer(body.access_token)
  const account = (await dana.post('/accounts', { name: 'Undated Ltd' })).body
  await dana.post('/deals', { account_id: account.id, name: 'Some day' })
  const page = await signedIn('dana', `/reports?report=pipeline&group_by=month&account_id=${account.id}`)
  await figures(page)
    .getByRole('row', { name: /^No day 1 / })
    .waitFor()
  await page.goto(`${app.address}/reports?report=pipeline&group_by=month`)
  await page.getByText(/^In the table below, and not drawn: No day: /).waitFor()
  await page.context().close()
}, 60_000)

test('what is less than nothing hangs below the ground', async () => {
  const page = await signedIn(
    'dana',
    '/reports?report=revenue-vs-hours&group_by=month&period=any&hour_cost=100000&measure=margin',
  )
  const question = 'What do won deals bring for each hour?'
  await page.getByRole('group', { name: question, exact: true }).waitFor()
  const { bars } = await drawnIn(page, question)
  expect(bars.length).toBeGreaterThan(1)
  // all of them are losses: they begin on one line
  expect(new Set(bars.map(({ top }) => Math.round(top))).size).toBe(1)
  await page.context().close()
}, 60_000)

test('a filter of a shared view that one may not look up is seen, and can be taken away', async () => {
  const { body } = await app.nobody.post('/auth/login', { email: 'dana@brightwater.example', password })
  const dana = app.bearer(body.access_token)
  const [account] = (await dana.get('/accounts?limit=1')).body.data
  const page = await signedIn('noah', `/reports?report=time-per-client&period=any&account_id=${account.id}`)
  await page.getByRole('button', { name: 'Account: one without a name here', exact: true }).press('Enter')
  await page.getByText('You have no right to look this up.').waitFor()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Remove the filter Account' }).press('Enter')
  await expect.poll(() => wordsOf(page)['account_id']).toBe(undefined)
  await figures(page).waitFor()
  await page.context().close()
}, 60_000)

test('the files hold what is looked at', async () => {
  const page = await signedIn('dana', '/reports?report=time-per-client&group_by=team')
  const rows = figures(page).locator('tbody').getByRole('rowheader')
  await rows.first().waitFor()
  const names = await rows.allInnerTexts()
  const saved = async (kind: string) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: kind, exact: true }).press('Enter'),
    ])
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
  }
  const csv = await saved('CSV')
  expect(csv.name).toBe('time-per-client.csv')
  const lines = csv.bytes.toString().split(/\r?\n/)
  expect(lines.slice(1, names.length + 1).map((line) => line.split(',')[0])).toEqual(names)
  const pdf = await saved('PDF')
  expect([pdf.name, pdf.bytes.subarray(0, 5).toString()]).toEqual(['time-per-client.pdf', '%PDF-'])

  // what the report counted, one a line, is as many as it says and as the list behind its total has
  const entries = await saved('Entries as CSV')
  expect(entries.name).toBe('time-entries.csv')
  const counted = await figures(page).locator('tfoot').getByRole('cell').last().innerText()
  expect(entries.bytes.toString().trimEnd().split('\r\n')).toHaveLength(Number(counted.replaceAll(/\D/g, '')) + 1)
  await figures(page).locator('tfoot').getByRole('link', { name: 'All', exact: true }).press('Enter')
  await expect.poll(() => new URL(page.url()).pathname).toBe('/time')
  await page.context().close()
}, 60_000)

test('on paper a report is light, without the frame, with its days and its rules', async () => {
  const page = await signedIn('dana', '/reports?report=time-per-client', { colorScheme: 'dark' })
  await figures(page).waitFor()
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  expect(await page.getByRole('navigation').count()).toBe(0)
  expect(await page.getByLabel('Group by').isVisible()).toBe(false)
  await page.getByRole('heading', { name: 'How this is counted' }).waitFor()
  await page.getByText('Days: Last 30 days').waitFor()
  await page.getByText(/^The days counted: /).waitFor()
  await page.getByText('Brightwater Studio · Time per client').waitFor()
  const background = await page.evaluate('getComputedStyle(document.body).backgroundColor')
  expect(background).toBe('rgb(255, 255, 255)')
  // every sheet lies on its side: tables have many columns
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  const sheets = [...paper.matchAll(/MediaBox \[0 0 (\d+) (\d+)\]/g)]
  expect(new Set(sheets.map(([, width, height]) => Number(width) > Number(height)))).toEqual(new Set([true]))
  // columns beyond the edge of a sheet are not cut off without a word
  await page.goto(`${app.address}/reports?report=time-per-client&split_by=day`)
  await figures(page).waitFor()
  await page.getByText(/^A sheet holds the first 15 of \d+ columns/).waitFor()
  expect(await figures(page).locator('thead th:visible').count()).toBe(16)
  await page.context().close()
}, 60_000)

test('a figure opens the rows it counts, a sum too, and what narrows the list says why', async () => {
  const page = await signedIn('dana', '/reports?report=win-rate&period=last_90_days')
  const total = figures(page).locator('tfoot')
  await total.waitFor()
  const column = async (name: string) =>
    (await figures(page).getByRole('columnheader').allInnerTexts()).findIndex((text) => text.trim() === name)
  const lost = total.locator('th, td').nth(await column('Lost'))
  const count = Number(await lost.innerText())
  expect(count).toBeGreaterThan(0)
  await lost.getByRole('link').press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Deals/Projects' }).waitFor()
  await page.getByRole('button', { name: 'Stage: Lost', exact: true }).waitFor()
  await page.getByRole('button', { name: /^Won or lost on: / }).waitFor()
  // the heading is a row too
  await expect.poll(() => page.getByRole('grid').getByRole('row').count()).toBe(count + 1)
  await page.goBack()
  await page.goto(`${app.address}/reports?report=pipeline-movement&period=last_90_days`)
  const entered = figures(page).getByRole('row', { name: /^Entered / })
  const deals = Number(await entered.getByRole('cell').first().innerText())
  await entered.getByRole('link').nth(1).press('Enter')
  await page.getByRole('button', { name: 'Movement: Entered', exact: true }).waitFor()
  await expect.poll(() => page.getByRole('grid').getByRole('row').count()).toBe(deals + 1)
  await page.context().close()
}, 60_000)

test('time is split by week beside its clients: columns that add up, drawn as stacks, each opening its entries', async () => {
  const page = await signedIn('dana', '/reports?report=time-per-client&period=last_90_days')
  await page.getByLabel('Split by').selectOption('Week')
  const chart = page.getByRole('group', { name: 'Which clients did the time go to?' })
  await chart.waitFor()
  expect(wordsOf(page)['split_by']).toBe('week')
  const total = figures(page).locator('tfoot').getByRole('cell')
  const minutes = (text: string) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  const [whole, ...weeks] = (await total.allInnerTexts()).map(minutes)
  expect(weeks.length).toBeGreaterThan(10)
  // each is told to the minute
  expect(Math.abs(whole! - weeks.reduce((sum, week) => sum + week, 0))).toBeLessThan(weeks.length)
  await page.getByLabel('Figure', { exact: true }).selectOption('Billable')
  await figures(page).getByRole('columnheader', { name: 'Billable', exact: true }).waitFor()
  const first = figures(page).locator('tbody').getByRole('row').first()
  const name = await first.getByRole('rowheader').innerText()
  await first.getByRole('link').last().press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Time Entries' }).waitFor()
  await page.getByRole('button', { name: `Account: ${name}`, exact: true }).waitFor()
  await page.getByRole('button', { name: 'Billable: Yes', exact: true }).waitFor()
  await page.context().close()
}, 60_000)

test('on the dashboard each figure opens its rows', async () => {
  const page = await signedIn('dana', '/dashboard?period=last_30_days')
  const key = page.getByRole('region', { name: 'Key figures' })
  const entries = key.getByRole('link', { name: /^in [\d,]+ entries$/ })
  await entries.waitFor()
  const open = async (link: ReturnType<Page['getByRole']>, heading: string, chip: string | RegExp) => {
    await link.press('Enter')
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await page.getByRole('button', { name: chip }).first().waitFor()
    await page.goBack()
    await entries.waitFor()
  }
  await open(entries, 'Time Entries', 'Status: Synced, Unmapped')
  await open(key.getByRole('link', { name: /billable$/ }), 'Time Entries', 'Billable: Yes')
  await open(key.getByRole('link', { name: /unbilled part is worth$/ }), 'Reports', /^Days: /)
  await open(key.getByRole('link', { name: /rotting$/ }), 'Deals/Projects', 'Rotting: Yes')
  await open(key.getByRole('link', { name: /^before: / }).first(), 'Deals/Projects', 'Stage: Won')
  await key.getByRole('link', { name: /on those with a value$/ }).press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Reports' }).waitFor()
  expect(wordsOf(page)['report']).toBe('revenue-vs-hours')
  await page.context().close()
}, 60_000)

test('the dashboard is of the days and the person one chooses, by keyboard, and the address says so', async () => {
  const page = await signedIn('dana', '/dashboard')
  const key = page.getByRole('region', { name: 'Key figures' })
  const hours = key.getByText(/^Hours, /)
  await hours.waitFor()
  await page.getByRole('button', { name: 'Last 30 days' }).press('Enter')
  await page.getByLabel('From').fill('2026-01-05')
  await page.getByLabel('To', { exact: true }).fill('2026-01-11')
  await page.keyboard.press('Escape')
  await key.getByText('Hours, 5 Jan 2026 to 11 Jan 2026').waitFor()
  expect(wordsOf(page)).toEqual({ date_from: '2026-01-05', date_to: '2026-01-11' })
  await page.goto(`${app.address}/dashboard`)
  await hours.waitFor()
  const all = await key.innerText()
  await page.keyboard.press('f')
  await page.getByRole('button', { name: 'Person' }).press('Enter')
  const search = page.getByRole('combobox', { name: 'Add person' })
  await search.fill('sam')
  await page.getByRole('option', { name: /Sam Rivera/ }).click()
  await page.getByRole('button', { name: 'Person: Sam Rivera', exact: true }).waitFor()
  await expect.poll(() => key.innerText()).not.toBe(all)
  expect(Object.keys(wordsOf(page))).toEqual(['owner_id'])
  // theirs alone are in no queue, but in a list
  const waiting = key.getByRole('link', { name: /without a place$/ })
  const entries = Number.parseInt(await waiting.innerText(), 10)
  await waiting.press('Enter')
  await page.getByRole('button', { name: 'Person: Sam Rivera', exact: true }).waitFor()
  await expect.poll(() => page.getByRole('grid').getByRole('row').count()).toBe(entries + 1)
  await page.goBack()
  await waiting.waitFor()
  await page.keyboard.press('Escape')
  expect(await faultsInEveryLook(page)).toEqual([])
  await page.context().close()
}, 60_000)

test('every report is accessible, wide and light, narrow and dark', async () => {
  const page = await signedIn('dana', '/reports')
  const settled = watch(page)
  for (const report of reportNames)
    for (const [width, colorScheme] of [
      [1440, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await page.goto(`${app.address}/reports?report=${report}`)
      await figures(page).waitFor()
      await settled()
      expect([report, width, await accessibilityFaults(page)]).toEqual([report, width, []])
    }
  await page.context().close()
}, 300_000)

test('reports are accessible in both themes, wide and narrow, and nothing hangs over at 360 px', async () => {
  const page = await signedIn('dana', '/reports')
  const settled = watch(page)
  for (const target of [
    '/reports?report=time-per-client&compare=previous_period',
    '/reports?report=time-per-deal&group_by=week',
    '/reports?report=time-per-deal&split_by=week&period=last_90_days',
  ]) {
    await page.goto(app.address + target)
    await figures(page).waitFor()
    await settled()
    expect([target, await faultsInEveryLook(page)]).toEqual([target, []])
    await page.setViewportSize({ width: 360, height: 780 })
    expect([target, await page.evaluate('document.documentElement.scrollWidth - innerWidth')]).toEqual([target, 0])
  }
  await page.context().close()
}, 120_000)

test.each(['sam', 'felix', 'noah'])(
  'what %s sees of the dashboard and the reports is accessible',
  async (person) => {
    const page = await signedIn(person, '/dashboard', { viewport: { width: 360, height: 780 }, colorScheme: 'dark' })
    const settled = watch(page)
    await settled()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.goto(`${app.address}/reports`)
    await figures(page).waitFor()
    await settled()
    expect(await accessibilityFaults(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    await page.context().close()
  },
  60_000,
)

test('with text twice as large nothing hangs over the edge of a telephone', async () => {
  const page = await signedIn('dana', '/dashboard', { viewport: { width: 390, height: 844 } })
  const settled = watch(page)
  for (const target of [
    '/dashboard',
    '/reports?report=pipeline',
    '/reports?report=time-per-client&group_by=week&period=last_90_days&compare=previous_period',
  ]) {
    await page.goto(app.address + target)
    await settled()
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    await settled()
    expect([target, await page.evaluate('document.documentElement.scrollWidth - innerWidth')]).toEqual([target, 0])
  }
  await page.context().close()
}, 60_000)

test('what is worth a trillion stays within its tile, on the dashboard and above a report', async () => {
  const { body } = await app.nobody.post('/auth/login', { email: 'dana@brightwater.example', password })
  const dana = app.bearer(body.access_token)
  const account_id = (await dana.post('/accounts', { name: 'Giant Ltd' })).body.id
  const value = { amount: '999999999999.99', currency: 'EUR' }
  await dana.post('/deals', { account_id, name: 'Everything', value })
  const page = await signedIn('dana', '/dashboard')
  for (const [target, region] of [
    ['/dashboard', 'Key figures'],
    ['/reports?report=pipeline', 'The whole'],
  ] as const)
    for (const width of [1440, 768, 360]) {
      await page.setViewportSize({ width, height: 900 })
      await page.goto(app.address + target)
      const tiles = page.getByRole('region', { name: region })
      await tiles
        .getByText(/€1,000,000,/)
        .first()
        .waitFor()
      // beyond its own edge, or broken in the middle of the number
      const amounts = tiles.getByText(/€1,000,000,\d/)
      const broken = await amounts.evaluateAll((all) =>
        all
          .filter((one) => {
            const tile = one.closest('.rounded-card')!.getBoundingClientRect()
            return one.getClientRects().length > 1 || one.getBoundingClientRect().right > tile.right
          })
          .map((one) => one.textContent),
      )
      expect([target, width, broken]).toEqual([target, width, []])
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    }
  await page.context().close()
}, 60_000)
