import { expect, test } from 'vitest'
import { ownPath } from './paths.ts'

test.each(['/deals', '/deals?peek=1&q=//x', '/settings/audit?sort=-occurred_at'])('%s is a page of ours', (next) =>
  expect(ownPath(next)).toBe(next),
)

test.each([
  undefined,
  '',
  'deals',
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/\t/evil.example',
  '/deals/..//evil.example',
  '/deals/../../evil.example',
])('%s leads nowhere', (next) => expect(ownPath(next)).toBe(null))
