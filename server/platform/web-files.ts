/** The built web app: hashed files for ever, the page itself never cached, its scripts named by a strict policy. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { notFound } from './errors.ts'

/** Inline scripts of the page are allowed by their hash, so that the theme is right before the first paint. */
function policyFor(html: string): string {
  const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script]) => `'sha256-${createHash('sha256').update(script!).digest('base64')}'`,
  )
  return [
    "default-src 'none'",
    `script-src 'self' ${inline.join(' ')}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Every address that is not the API is the page; it decides by the address what to show. */
export async function serveWeb(app: FastifyInstance, folder: string): Promise<void> {
  const html = readFileSync(path.join(folder, 'index.html'), 'utf8')
  const page = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'content-security-policy': policyFor(html),
  }
  await app.register(fastifyStatic, {
    root: path.join(folder, 'assets'),
    prefix: '/assets/',
    index: false,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    decorateReply: false,
  })
  app.get('/*', (request, reply) => {
    const [address] = request.url.split('?') as [string]
    if (/^\/(api|assets)(\/|$)/.test(address) || /\.\w+$/.test(address)) throw notFound()
    return reply.headers(page).send(html)
  })
}
