/** A file of somebody's former tool, by mouse alone: who is who, what would happen, written, and taken back. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '#server/platform/database.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { startApp } from '#test/app.ts'
import { password } from '#test/cast.ts'
import { faultsInEveryLook, launch, visit } from './browser.ts'

await buildWebIfChanged()
const app = await startApp({ web: webFolder, worker: true })
let browser: Browser
beforeAll(async () => void (browser = await launch()), 120_000)
afterAll(() => browser?.close())

const entries = async () => {
  const { rows } = await sql<{ on: string }>`
    select u.name || ' ' || e.duration_seconds as on from time_entries e join users u on u.id = e.user_id order by 1
  `.execute(app.db)
  return rows.map(({ on }) => on)
}

test('people without an address are chosen or left out, and an import that was wrong is taken back', async () => {
  const csv = [
    'User,Project,Start date,Start time,Stop date,Stop time',
    'Noah R.,Fleet,2026-06-01,23:30,2026-06-02,00:30',
    'Somebody Else,Fleet,2026-06-01,09:00,2026-06-01,10:00',
  ].join('\n')
  const page = await visit(browser, {
    address: app.address,
    email: 'dana@northlight.example',
    password,
    target: '/time/import',
  })
  const buffer = Buffer.from(csv)
  await page.getByLabel('File').setInputFiles({ name: 'june.csv', mimeType: 'text/csv', buffer })
  await page.getByText('Who is “Noah R.”, “Somebody Else”? Choose somebody, or leave the time out.').waitFor()
  expect(await faultsInEveryLook(page)).toEqual([])
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('combobox', { name: /^Somebody Else/ }).click()
  await page.getByRole('option', { name: 'Leave out' }).click()
  await page.getByText('Who is “Noah R.”? Choose somebody, or leave the time out.').waitFor()
  await page.getByRole('combobox', { name: /^Noah R\./ }).fill('noah')
  await page.getByRole('option', { name: /^noah/ }).click()
  await page.getByRole('button', { name: 'Import 1 entry' }).click()
  const back = page.getByRole('button', { name: 'Take the import back' })
  await back.waitFor()
  expect(await entries()).toEqual([expect.stringMatching(/^noah 3600$/)])
  expect(await faultsInEveryLook(page)).toEqual([])
  await back.click()
  await page.getByText('The import was taken back.').waitFor()
  expect(await entries()).toEqual([])
  await page.getByRole('button', { name: 'Another file' }).click()
  await page.getByRole('button', { name: /june\.csv.*Taken back/ }).waitFor()
  expect(await faultsInEveryLook(page)).toEqual([])
  await page.context().close()
}, 90_000)
