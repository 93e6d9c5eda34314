import { describe, expect, test } from 'vitest'
import { editorOf, projectNamed, withProjects } from './editors.ts'

test.each<[told: string, name: string | null]>([
  ['/home/ann/jobs/acme-web', 'acme-web'],
  ['/home/ann/jobs/acme-web/', 'acme-web'],
  ['C:\\Users\\ann\\source\\Acme Portal\\', 'Acme Portal'],
  ['/c:/Users/ann/source/acme', 'acme'],
  ['\\\\server\\share\\acme', 'acme'],
  ['~/acme', 'acme'],
  ['file:///srv/acme', 'acme'],
  ['/srv/acme/.', 'acme'],
  // JetBrains editors send the name alone
  ['acme-web', 'acme-web'],
  ['  Ärger 東京 ', 'Ärger 東京'],
  ['acme\0\n web', 'acme web'],
  // a project that lies below another folder called so
  ['/srv/shop/home/page', 'page'],
  // nobody's project, and a person's name
  ['/home/ann', null],
  ['/home/ann/', null],
  ['/Users/ann', null],
  ['/Users', null],
  ['C:\\Users\\ann', null],
  ['/c:/Users/ann', null],
  ['/mnt/c/Users/ann', null],
  ['file:///home/ann', null],
  ['/root', null],
  ['~', null],
  ['C:\\', null],
  ['C:', null],
  ['/', null],
  ['..', null],
  ['', null],
  ['   ', null],
  // what watchers write where they know of none, and what privacy filters leave
  ['unknown', null],
  ['/srv/unknown', null],
  ['excluded', null],
  ['REDACTED', null],
])('the project of %j is %j', (told, name) => {
  expect(projectNamed(told)).toBe(name)
})

test('a path as long as anybody likes takes no time and gives a name that can be kept', () => {
  const started = performance.now()
  for (const told of [
    '/'.repeat(2_000_000),
    `/home/${'a'.repeat(2_000_000)}`,
    '\\/'.repeat(1_000_000),
    'x/ '.repeat(900_000),
  ])
    expect(projectNamed(told)?.length ?? 0).toBeLessThanOrEqual(300)
  expect(performance.now() - started).toBeLessThan(1_000)
})

test.each([
  ['aw-watcher-vscode_DESK', 'Code.exe', true],
  ['aw-watcher-vscode_DESK', 'Code', true],
  ['aw-watcher-vscode_DESK', 'code-oss', true],
  ['aw-watcher-vscode_DESK', 'Visual Studio Code', true],
  ['aw-watcher-vscode_DESK', 'VSCodium', true],
  ['aw-watcher-vscode_DESK', 'Cursor', true],
  ['aw-watcher-vscode_DESK', 'Xcode', false],
  ['aw-watcher-vscode_DESK', 'Unicode Map', false],
  ['aw-watcher-vscode_DESK', 'Firefox', false],
  ['aw-watcher-vscode_DESK', 'Terminal', false],
  ['aw-watcher-vim_DESK', 'gnome-terminal-server', true],
  ['aw-watcher-vim_DESK', 'WindowsTerminal.exe', true],
  ['aw-watcher-vim_DESK', 'iTerm2', true],
  ['aw-watcher-vim_DESK', 'gvim', true],
  ['aw-watcher-nvim_DESK', 'kitty', true],
  ['aw-watcher-neovim_DESK', 'Neovide', true],
  ['aw-watcher-vim_DESK', 'Slack', false],
  ['aw-watcher-emacs_DESK', 'Emacs', true],
  ['aw-watcher-jetbrains_DESK', 'idea64.exe', true],
  ['aw-watcher-jetbrains_DESK', 'jetbrains-webstorm', true],
  ['aw-watcher-jetbrains-rider_DESK', 'rider64.exe', true],
  ['aw-watcher-jetbrains_DESK', 'OBS Studio', false],
  ['aw-watcher-datagrip_DESK', 'datagrip64.exe', true],
  ['aw-watcher-sublime_DESK', 'sublime_text.exe', true],
  ['aw-watcher-visualstudio_DESK', 'devenv.exe', true],
  ['aw-watcher-visualstudio_DESK', 'Visual Studio Code', false],
  // one nobody thought of is looked for by its name
  ['aw-watcher-zed_DESK', 'Zed', true],
  ['aw-watcher-zed_DESK', 'Zedat Mail', false],
  ['aw-watcher-vscode', 'Code', true],
  ['_DESK', 'Code', false],
  ['aw-watcher-(x+)+_DESK', 'x', true],
])('%s speaks of a window of %s: %s', (bucket, app, speaks) => {
  expect(editorOf(bucket)(app)).toBe(speaks)
})

describe('of what was open while a piece was worked', () => {
  const isIn = editorOf('aw-watcher-vscode_DESK')
  const opened = (project: string, start_ms: number, end_ms: number) => ({ project, start_ms, end_ms, isIn })
  const projectsOf = (spans: ReturnType<typeof opened>[], ...pieces: [number, number, string?][]) =>
    withProjects(
      pieces.map(([start_ms, end_ms, app = 'Code']) => ({ start_ms, end_ms, app })),
      spans,
    ).map(({ project }) => project)

  test.each<[string, ReturnType<typeof opened>[], [number, number, string?][], (string | null)[]]>([
    ['nothing', [], [[0, 10]], [null]],
    ['one', [opened('acme', 2, 4)], [[0, 10]], ['acme']],
    ['what was open longest', [opened('a', 0, 4), opened('b', 4, 10)], [[0, 10]], ['b']],
    [
      'many files of one against one long file',
      [opened('a', 0, 4), opened('b', 4, 7), opened('b', 7, 10)],
      [[0, 10]],
      ['b'],
    ],
    ['what is told twice counts once', [opened('a', 0, 4), opened('a', 0, 4), opened('b', 4, 9)], [[0, 10]], ['b']],
    ['no more than lies in the piece', [opened('a', -500, 2), opened('b', 2, 10)], [[0, 10]], ['b']],
    ['of two as long the first by name', [opened('b', 0, 5), opened('a', 5, 10)], [[0, 10]], ['a']],
    ['what was heard once', [opened('a', 3, 3)], [[0, 10]], ['a']],
    ['what was heard once against what has a length', [opened('a', 3, 3), opened('b', 4, 5)], [[0, 10]], ['b']],
    ['what only touches it', [opened('a', -5, 0), opened('b', 10, 20)], [[0, 10]], [null]],
    [
      'what was heard at its end belongs to the next',
      [opened('a', 10, 10)],
      [
        [0, 10],
        [10, 20],
      ],
      [null, 'a'],
    ],
    [
      'another app in front',
      [opened('a', 0, 30)],
      [
        [0, 10],
        [10, 20, 'Slack'],
        [20, 30],
      ],
      ['a', null, 'a'],
    ],
    ['nothing in front that has a name', [opened('a', 0, 30)], [[0, 10, '']], [null]],
    [
      'one open through many pieces',
      [opened('a', 0, 100), opened('b', 11, 12)],
      [
        [0, 10],
        [10, 20],
        [90, 99],
      ],
      ['a', 'a', 'a'],
    ],
  ])('%s', (_, spans, pieces, expected) => {
    expect(projectsOf(spans, ...pieces)).toEqual(expected)
    expect(projectsOf(spans.toReversed(), ...pieces)).toEqual(expected)
  })
})
