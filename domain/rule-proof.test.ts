import { expect, test } from 'vitest'
import { confidenceAfter, judgeProof, precisionOf } from './rule-proof.ts'

// Wilson’s interval at 95 %, computed by hand from Wilson 1927, equation for z = 1.96
test.each([
  [0, 0, null, null, null],
  [1, 1, 1, 0.207, 1],
  [0, 10, 0, 0, 0.278],
  [5, 10, 0.5, 0.237, 0.763],
  [9, 10, 0.9, 0.596, 0.982],
  [95, 100, 0.95, 0.888, 0.978],
  [900, 1_000, 0.9, 0.88, 0.917],
])('%i right of %i', (right, reviewed, share, low, high) => {
  expect(precisionOf(right, reviewed)).toEqual({ right, reviewed, share, low, high })
})

test.each([
  [0, 0, 0.5],
  [3, 3, 0.8],
  [10, 10, 0.92],
  [0, 3, 0.2],
  [998, 998, 1],
])('%i right of %i are a confidence of %d', (right, reviewed, confidence) => {
  expect(confidenceAfter({ right, reviewed })).toBe(confidence)
})

test.each([
  [0, 0, true, false, 'No reviewed entry fits it; 10 are needed to tell. It can go live as unproven.'],
  [1, 1, true, false, 'Only one reviewed entry fits it; 10 are needed to tell. It can go live as unproven.'],
  [9, 9, true, false, 'Only 9 reviewed entries fit it; 10 are needed to tell. It can go live as unproven.'],
  [0, 1, false, false, 'It would have been right with 0 of 1 reviewed entries, 0 %; at least 90 % is needed.'],
  [8, 9, false, false, 'It would have been right with 8 of 9 reviewed entries, 88.8 %; at least 90 % is needed.'],
  [9, 10, true, true, 'It would have been right with 9 of 10 reviewed entries, 90 %.'],
  [
    8_999,
    10_000,
    false,
    false,
    'It would have been right with 8999 of 10000 reviewed entries, 89.9 %; at least 90 % is needed.',
  ],
])('%i right of %i may go live: %s, proven: %s', (right, reviewed, may, proven, says) => {
  expect(judgeProof(precisionOf(right, reviewed))).toEqual({ may, proven, says })
})
