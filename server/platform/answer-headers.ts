/**
 * Headers of every answer, whatever it is: data is never kept, nothing is run, framed or guessed. A page says which scripts it
 * may run, and a built file that it may be kept, where it is served.
 */
const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
const overHttps = { ...always, 'strict-transport-security': 'max-age=31536000' }

export const answerHeaders = (url: string, request_id: string, https: boolean) => ({
  ...(https ? overHttps : always),
  ...(url.startsWith('/api/') && { 'x-request-id': request_id }),
})
