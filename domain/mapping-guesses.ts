/** For what waits: where it may belong, and why nothing was clear. */
import type { Guess } from './mapping.ts'
import { clientTags } from './mapping.ts'
