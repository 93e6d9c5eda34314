/** Nobody works so long without a pause: who left it running says what to keep. */
export const forgottenAfter_ms = 12 * 3_600_000
/** How far back a timer may be started: as long as one entry may span. */
export const furthestStart_ms = 7 * 24 * 3_600_000
