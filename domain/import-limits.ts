/** How large a file of time may be. A table is read as a whole, half a million lines and more; an export of ActivityWatch as it comes. */
export const mostBytes = { csv: 64 * 1024 * 1024, activitywatch: 1024 * 1024 * 1024 } as const
