/** E-mail: through the SMTP server of SMTP_URL, or, without one, as files in DATA_DIR/outbox for whoever holds the machine. */
import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import nodemailer from 'nodemailer'

export type Mail = { to: string; subject: string; text: string }
export type Mailer = (mail: Mail) => Promise<void>
type Options = { smtp_url: string | null; from: string; outbox: string }

export function createMailer({ smtp_url, from, outbox }: Options): Mailer {
  if (smtp_url === null) return async (mail) => put(outbox, await written({ from, ...mail }))
  const transport = nodemailer.createTransport({
    url: smtp_url,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as never)
  return async (mail) => void (await transport.sendMail({ from, ...mail }))
}

async function written(mail: Mail & { from: string }): Promise<Buffer> {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true } as never)
  return ((await transport.sendMail(mail)) as unknown as { message: Buffer }).message
}

async function put(outbox: string, message: Buffer): Promise<void> {
  await mkdir(outbox, { recursive: true, mode: 0o700 })
  const name = `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}.eml`
  await writeFile(path.join(outbox, name), message, { mode: 0o600 })
}
