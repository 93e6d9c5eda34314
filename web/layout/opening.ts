/** Opens the palette, the menu of new things and the help from wherever a button stands; the frame listens. */
export type Opening = 'palette' | 'new' | 'help' | 'timer' | 'entry'
type Listener = (what: Opening) => void
const listeners = new Set<Listener>()

export const show = (what: Opening): void => listeners.forEach((listener) => listener(what))

export function onShow(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
