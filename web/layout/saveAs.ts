/** A file of the server, for the disk; of one that takes its time it is said how much has come. */
import { download } from '../data/client.ts'
import { number } from '../ui/formats.tsx'
import { sayHowFar } from '../ui/toasts.tsx'

type Asked = Parameters<typeof download>
export const saveAs = (path: Asked[0], given: Asked[1], name: string): Promise<void> =>
  sayHowFar('The file is being written…', (tell) =>
    download(path, given, name, (bytes) => tell(`The file is on its way: ${number(Math.ceil(bytes / 1e6))} MB so far`)),
  )
