/** As in marta, or marta and dana, or marta and 3 others. */
export function namesOf(people: readonly { name: string }[]): string {
  const [first, second, ...rest] = people.map(({ name }) => name)
  if (first === undefined) return 'nobody'
  if (second === undefined) return first
  return rest.length === 0 ? `${first} and ${second}` : `${first} and ${rest.length + 1} others`
}

/** As in 2 d 3 h, 3 h 5 min, 5 min; never nothing as long as something is left. */
export function timeLeft(left_ms: number): string {
  const minutes = Math.max(1, Math.ceil(left_ms / 60_000))
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor((minutes % 1_440) / 60), minutes % 60]
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`
  if (hours > 0) return rest > 0 ? `${hours} h ${rest} min` : `${hours} h`
  return `${rest} min`
}
