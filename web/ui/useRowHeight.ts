import { useSyncExternalStore } from 'react'

const root = document.documentElement

/** The height of a row in pixels, as the style sheet has it: it follows density, screen and text size. */
export const useRowHeight = () => useSyncExternalStore(subscribe, () => pixelsOf('--row'))
/** The same of the heading above a group of rows. */
export const useHeadingHeight = () => useSyncExternalStore(subscribe, () => pixelsOf('--heading'))

function pixelsOf(name: string): number {
  const style = getComputedStyle(root)
  return Number.parseFloat(style.getPropertyValue(name)) * Number.parseFloat(style.fontSize)
}

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(root, { attributeFilter: ['data-density'] })
  window.addEventListener('resize', changed)
  return () => {
    observer.disconnect()
    window.removeEventListener('resize', changed)
  }
}
