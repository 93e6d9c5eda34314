/** Daybook and a real browser over a database that is filled beforehand, for benches that look at pages. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import pg from 'pg'
import type { Page } from 'playwright-core'
import { noticeVersion } from '#domain/notice.ts'
import { hashPassword } from '#server/people/passwords.ts'
import { migrate } from '#server/platform/migrate.ts'
import { buildWebIfChanged, webFolder } from '#server/platform/web-build.ts'
import { launch, visit } from '../e2e/browser.ts'
import { scratchDatabase } from './scratch.ts'

const password = 'bench-password'

/** Everybody in it may sign in and has read the notice. `open` gives a page of this person at this address of the web. */
export async function inBrowser(
  fill: (pool: pg.Pool) => Promise<unknown>,
  look: (open: (email: string, target: string) => Promise<Page>) => Promise<unknown>,
): Promise<void> {
  await buildWebIfChanged()
  const scratch = await scratchDatabase()
  const pool = new pg.Pool({ connectionString: scratch.url, max: 4 })
  try {
    await migrate(pool, { dir: path.join(import.meta.dirname, '../migrations') })
    await fill(pool)
    await pool.query('update users set password_hash = $1', [await hashPassword(password)])
    await pool.query('insert into notice_acknowledgements (user_id, version) select id, $1 from users', [
      noticeVersion({ jurisdiction: 'other', capture: null }),
    ])
    await pool.query('vacuum analyze')
    const child = fork(path.join(import.meta.dirname, 'http-servers.ts'), ['daybook'], {
      env: { ...process.env, DATABASE_URL: scratch.url, WEB_FOLDER: webFolder },
    })
    const [{ address }] = (await once(child, 'message')) as [{ address: string }]
    const browser = await launch()
    try {
      await look((email, target) => visit(browser, { address, email, password, target }))
    } finally {
      await browser.close()
      child.disconnect()
      await once(child, 'exit')
    }
  } finally {
    await pool.end()
    await scratch.drop()
  }
}
