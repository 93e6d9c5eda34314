import { useState } from 'react'

export const themes = ['light', 'dark', 'system'] as const
export type Theme = (typeof themes)[number]

const systemIsDark = matchMedia('(prefers-color-scheme: dark)')
const chosen = (): Theme => themes.find((theme) => theme === localStorage.getItem('theme')) ?? 'system'

function paint(): void {
  const theme = chosen()
  document.documentElement.dataset['theme'] = theme === 'system' ? (systemIsDark.matches ? 'dark' : 'light') : theme
}
systemIsDark.addEventListener('change', paint)

/** Light, dark or whatever the system says, kept in this browser; index.html paints it before the app is there. */
export function useTheme() {
  const [theme, setTheme] = useState(chosen)
  const choose = (next: Theme) => {
    localStorage.setItem('theme', next)
    paint()
    setTheme(next)
  }
  return { theme, next: () => choose(themes[(themes.indexOf(theme) + 1) % themes.length]!) }
}
