import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { expect, test } from 'vitest'
import { createMailer } from './mail.ts'

const from = 'daybook@crm.example'
const letter = {
  to: 'zoë@crm.example',
  subject: 'Grüße von Zoë',
  text: 'Hello,\n\nhttps://crm.example/set-password#dbl_x\n',
}

test('a mail arrives at a real SMTP server with its words intact', async () => {
  const received: Promise<Buffer> = new Promise((resolve) => {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          done()
          server.close()
          resolve(Buffer.concat(chunks))
        })
      },
    })
    server.listen(0, '127.0.0.1')
    void once(server.server, 'listening').then(() => {
      const { port } = server.server.address() as AddressInfo
      return createMailer({ smtp_url: `smtp://127.0.0.1:${port}`, from, outbox: '' })({
        ...letter,
        to: 'zoe@crm.example',
      })
    })
  })
  const mail = await PostalMime.parse(await received)
  expect([mail.subject, mail.from?.address, mail.to?.[0]?.address]).toEqual([letter.subject, from, 'zoe@crm.example'])
  expect(mail.text?.trim()).toBe(letter.text.trim())
})

test('a mail server that does not answer is an error, so that the job tries again', async () => {
  const mailer = createMailer({ smtp_url: 'smtp://127.0.0.1:1', from, outbox: '' })
  await expect(mailer({ ...letter, to: 'zoe@crm.example' })).rejects.toThrow(/ECONNREFUSED/)
})

test('without a mail server each mail is a file that only the owner of the machine can read', async () => {
  const outbox = path.join(mkdtempSync(path.join(tmpdir(), 'daybook-outbox-')), 'outbox')
  await createMailer({ smtp_url: null, from, outbox })(letter)
  const [file] = readdirSync(outbox)
  const mail = await PostalMime.parse(readFileSync(path.join(outbox, file!)))
  expect(mail.subject).toBe(letter.subject)
  expect([statSync(outbox).mode & 0o777, statSync(path.join(outbox, file!)).mode & 0o777]).toEqual([0o700, 0o600])
})
