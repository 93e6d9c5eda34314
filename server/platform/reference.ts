/** The API document and its browsable reference, served by us: no CDN, no inline script. */
import { createRequire } from 'node:module'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { openApi, type Contract } from './openapi.ts'

const require = createRequire(import.meta.url)
/** The plugin's own copy of Swagger UI: the upstream package brings an install script that reports home. */
const assets = path.join(path.dirname(require.resolve('@fastify/swagger-ui')), 'static')
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>API reference · Daybook</title>
    <link rel="stylesheet" href="/api/docs/assets/swagger-ui.css" />
    <script defer src="/api/docs/assets/swagger-ui-bundle.js"></script>
    <script defer src="/api/docs/start.js"></script>
  </head>
  <body><div id="reference"></div></body>
</html>
`
const start = `window.SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#reference', deepLinking: true, validatorUrl: null })\n`

export async function serveReference(app: FastifyInstance, contract: Contract, version: string): Promise<void> {
  const document = JSON.stringify(openApi(contract, version))
  app.get('/api/v1/openapi.json', (_, reply) => reply.header('content-type', 'application/json').send(document))
  await app.register(fastifyStatic, {
    root: assets,
    prefix: '/api/docs/assets/',
    index: false,
    allowedPath: (file) => /^\/swagger-ui(-bundle)?\.(css|js)$/.test(file),
  })
  app.get('/api/docs', (_, reply) =>
    reply.headers({ 'content-type': 'text/html', 'content-security-policy': policy }).send(html),
  )
  app.get('/api/docs/start.js', (_, reply) => reply.header('content-type', 'text/javascript').send(start))
}
