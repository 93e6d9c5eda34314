/**
 * Which project an editor had open, of what its ActivityWatch watcher says of it: the project's own name and nothing else. Watchers send
 * whole paths, and of those a folder above is somebody's name as often as not. Pure.
 */
import { lengthOf, overlap_ms, union, type Span } from './spans.ts'

/** `isIn`: whether a window of this app can be the editor. */
export type Opened = Span & { project: string; isIn: (app: string) => boolean }

const longestPath = 4_000
const longestName = 300
/** What watchers write where they know of none, and what privacy filters leave. */
const noName = /^(unknown|none|null|undefined|excluded|redacted|~|\.\.|[a-z]:)$/i
/** `/home/ann`, `C:\Users\ann`, `/c:/Users/ann`, `/mnt/c/Users/ann`, `/root`: nobody's project, and a person's name. */
const home = /^(?:[a-z][a-z+.-]+:)?(?:\/mnt\/[a-z])?\/?(?:[a-z]:)?\/(?:(?:home|users)(?:\/[^/]+)?|root)\/?$/i

/** The last folder of a path, or a name as it stands; null where it says nothing. */
export function projectNamed(told: string): string | null {
  const path = told
    .slice(0, longestPath)
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll(/[\\/]+/g, '/')
    .trim()
  if (home.test(path)) return null
  const name = path
    .split('/')
    .map((folder) => folder.trim())
    .findLast((folder) => folder !== '' && folder !== '.')
  return name === undefined || noName.test(name) ? null : name.slice(0, longestName)
}

const word = (names: string) => new RegExp(`(?:^|[^a-z])(?:${names})(?:[^a-z]|$)`, 'i')
const terminals = word(
  'terminal|windowsterminal|konsole|alacritty|kitty|wezterm|iterm|xterm|u?rxvt|foot|ghostty|warp|tilix|terminator|ptyxis|kgx|cmd|powershell|pwsh|conemu|mintty|tabby|yakuake|guake',
)
/** Editors whose windows are called otherwise than their watchers. What descends from VS Code runs the same one. */
const families: [watcher: RegExp, windows: RegExp[]][] = [
  [/vs-?code|codium|cursor|windsurf/, [word('code|vscode|(?:vs)?codium|cursor|windsurf|positron')]],
  [/vim/, [word('[ng]?vim|macvim|mvim|neovim|neovide|vimr'), terminals]],
  [/emacs/, [word('emacs'), terminals]],
  [
    /jetbrains|intellij|idea/,
    [
      word(
        'jetbrains|intellij|idea|pycharm|webstorm|phpstorm|goland|clion|rider|rubymine|rustrover|datagrip|dataspell|studio64|android.studio',
      ),
    ],
  ],
  [/visual-?studio|activitywatchvs|^vs$/, [word('devenv|visual studio(?! code)')]],
  [/sublime/, [word('sublime|subl')]],
]

/** Of the id of a watcher's bucket, like `aw-watcher-vscode_HOST`. One that nobody knows is looked for by its name. */
export function editorOf(bucket: string): Opened['isIn'] {
  const [, watcher = ''] = /^(?:aw-(?:watcher-)?)?([^_]*)/.exec(bucket.toLowerCase()) ?? []
  const known = families.find(([name]) => name.test(watcher))?.[1]
  const name = watcher.replaceAll(/[^a-z0-9]+/g, '')
  const windows = known ?? (name === '' ? [] : [word(name)])
  return (app) => windows.some((window) => window.test(app))
}

/** No length of its own where a watcher was heard once; it still says what was open. */
const isDuring = (opened: Span, piece: Span) =>
  overlap_ms(opened, piece) > 0 || (opened.start_ms === opened.end_ms && opened.start_ms >= piece.start_ms)

/**
 * While an editor is in front, the project it had open longest in each piece; both in the order of time. What is told twice counts once,
 * and of two as long the first by name is taken, so that the order things are told in changes nothing.
 */
export function withProjects<P extends Span & { app: string | null }>(
  pieces: P[],
  opened: Opened[],
): (P & { project: string | null })[] {
  const sorted = opened.toSorted((a, b) => a.start_ms - b.start_ms)
  let first = 0
  return pieces.map((piece) => {
    while (first < sorted.length && sorted[first]!.end_ms < piece.start_ms) first++
    const shown: Opened[] = []
    for (let index = first; index < sorted.length && sorted[index]!.start_ms < piece.end_ms; index++)
      if (isDuring(sorted[index]!, piece) && sorted[index]!.isIn(piece.app ?? '')) shown.push(sorted[index]!)
    return { ...piece, project: longest(shown, piece) }
  })
}

function longest(shown: Opened[], piece: Span): string | null {
  const found = [...Map.groupBy(shown, ({ project }) => project)].map(([project, spans]) => ({
    project,
    // cut to the piece: a weekend in front of an open editor is no more than what was worked of it
    length_ms: lengthOf(union(spans.map((span) => within(span, piece)))),
  }))
  found.sort((a, b) => b.length_ms - a.length_ms || (a.project < b.project ? -1 : 1))
  return found[0]?.project ?? null
}

const within = (span: Span, piece: Span): Span => ({
  start_ms: Math.max(span.start_ms, piece.start_ms),
  end_ms: Math.min(span.end_ms, piece.end_ms),
})
