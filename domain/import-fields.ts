/** The fields a record can take from a file, and what other programs call them: English, German, Spanish, French, and the names in HubSpot's, Salesforce's, Outlook's and Google's exports. */

/** What one row of the file is. A row of contacts or deals may name an account too. */
export const importObjects = ['account', 'contact', 'deal', 'task'] as const
export type ImportObject = (typeof importObjects)[number]

/** How a cell is read. `person` is a name or an e-mail of somebody in Daybook; `account` a company by its name. */
export type CellKind =
  | 'text'
  | 'email'
  | 'phone'
  | 'web'
  | 'date'
  | 'amount'
  | 'currency'
  | 'number'
  | 'percent'
  | 'hours'
  | 'list'
  | 'person'
  | 'account'
  | 'deal'
  | 'stage'
  | 'status'
  | 'priority'
  | 'note'
  | 'id'
export type ImportField = {
  name: string
  label: string
  kind: CellKind
  /** Header texts that mean it, folded: lower case, no accents, words apart by one blank. The first are the likeliest. */
  known: readonly string[]
  /** Several columns may go to it: joined by this in the order of the file, or the first one that is filled. */
  joins?: ', ' | '\n' | 'first'
}

const f = (name: string, label: string, kind: CellKind, known: string, joins?: ImportField['joins']): ImportField => ({
  name,
  label,
  kind,
  known: known.split('|').map((text) => text.trim()),
  ...(joins && { joins }),
})

const owner = f(
  'owner',
  'Owner',
  'person',
  'owner | owner name | contact owner | account owner | deal owner | company owner | opportunity owner | sales | sales agent | sales rep | salesperson | assigned user | betreuer | verantwortlicher | zustandig | besitzer | propietario | proprietaire | owner email',
)
const tags = f(
  'tags',
  'Tags',
  'list',
  'tags | tag | labels | label | categories | category | kategorien | kategorie | groups | groupe | etiquetas | group membership',
)
const note = f(
  'note',
  'Note',
  'note',
  'notes | note | comments | comment | description | background | remarks | bemerkung | bemerkungen | notizen | notiz | kommentar | notas | remarques',
  '\n',
)
const externalId = f(
  'external_id',
  'Its id in the other system',
  'id',
  'id | record id | external id | contact id | account id | company id | deal id | opportunity id | task id | ticket id | uid | guid | uuid | object id | kundennummer | lead id',
)
const phone = f(
  'phone',
  'Phone',
  'phone',
  'phone | phone number | telephone | business phone | work phone | phone work | company phone | main phone | mobile | mobile phone | cell | cell phone | tel | telefon | telefon geschaftlich | telefonnummer | handy | mobil | mobiltelefon | telefono | telephone professionnel | primary phone | phone 1 value',
  'first',
)
const address = f(
  'address',
  'Address',
  'text',
  'address | street | street address | business street | billing street | billing address | address line 1 | address line 2 | zip | zip code | postal code | postcode | billing postal code | city | town | billing city | state | region | state region | province | billing state | country | country region | billing country | strasse | strasse geschaftlich | hausnummer | plz | postleitzahl | postleitzahl geschaftlich | ort | ort geschaftlich | stadt | bundesland | land | direccion | calle | ciudad | codigo postal | pais | adresse | rue | ville | code postal | pays | adr | office location',
  ', ',
)
const accountName = f(
  'account',
  'Account (company)',
  'account',
  'company | company name | account | account name | organization | deal organization | person organization | organisation | organization name | associated company | customer | client | employer | firma | firmenname | unternehmen | kunde | empresa | societe | entreprise | organisation name | org',
)
const accountId = f(
  'account_external_id',
  'Account’s id in the other system',
  'id',
  'accountid | account id | company id | primary associated company id | associated company id | associatedcompanyid | organization id',
)

/** The fields of each object, in the order a person looks for them. */
export const importFields: Record<ImportObject, readonly ImportField[]> = {
  account: [
    f(
      'name',
      'Name',
      'text',
      'name | account name | company name | company | account | organization | organization name | customer | client | firma | firmenname | unternehmen | kunde | empresa | societe | entreprise',
    ),
    f('industry', 'Industry', 'text', 'industry | sector | branche | branch | industria | secteur | vertical'),
    phone,
    f(
      'website',
      'Website',
      'web',
      'website | web site | url | homepage | web page | company domain name | domain | domain name | webseite | internetseite | sitio web | site web',
    ),
    address,
    owner,
    tags,
    note,
    externalId,
  ],
  contact: [
    f('first_name', 'First name', 'text', 'first name | firstname | given name | forename | vorname | nombre | prenom'),
    f(
      'last_name',
      'Last name',
      'text',
      'last name | lastname | surname | family name | nachname | familienname | name last | apellido | apellidos | nom | nom de famille',
    ),
    f(
      'full_name',
      'Whole name',
      'text',
      'name | full name | person name | display name | contact name | contact | person | fn | vollstandiger name | nombre completo | nom complet',
    ),
    f(
      'email',
      'E-mail',
      'email',
      'email | e mail | email address | person email | person email work | e mail address | e mail adresse | email 1 | email work | work email | mail | e mail 1 value | primary email | correo | correo electronico | courriel | adresse email | email home | email other | email 2 | e mail 2 address',
      'first',
    ),
    phone,
    f(
      'job_title',
      'Job title',
      'text',
      'job title | position | title | role | jobtitle | function | titel | berufsbezeichnung | stelle | cargo | puesto | poste | fonction | organization title',
    ),
    accountName,
    accountId,
    owner,
    tags,
    note,
    externalId,
  ],
  deal: [
    f(
      'name',
      'Name',
      'text',
      'name | deal name | opportunity name | deal title | opportunity | deal | title | project | project name | bezeichnung | projekt | product',
    ),
    accountName,
    accountId,
    f(
      'value',
      'Value',
      'amount',
      'amount | value | deal value | close value | deal amount | total | revenue | expected revenue | price | betrag | wert | umsatz | importe | montant | valor',
    ),
    f(
      'currency',
      'Currency',
      'currency',
      'currency | currency code | currency iso code | currencyisocode | deal currency | amount currency | wahrung | moneda | devise',
    ),
    f(
      'stage',
      'Stage',
      'stage',
      'stage | stage name | stagename | deal stage | status | phase | pipeline stage | etapa | etape',
    ),
    f(
      'probability',
      'Probability',
      'percent',
      'probability | win probability | probability percent | deal probability | wahrscheinlichkeit | probabilidad | probabilite',
    ),
    f(
      'start_date',
      'Start',
      'date',
      'start date | engage date | start | created | create date | createddate | created date | created at | creation date | open date | beginn | startdatum | erstellt am',
    ),
    f(
      'end_date',
      'Close date',
      'date',
      'close date | closedate | closed date | expected close date | end date | close | due date | won date | abschlussdatum | enddatum | fecha de cierre | date de cloture',
    ),
    owner,
    note,
    externalId,
  ],
  task: [
    f(
      'title',
      'Title',
      'text',
      'title | subject | task | task name | name | summary | issue | ticket | betreff | titel | aufgabe | asunto | titulo | sujet',
    ),
    f(
      'description',
      'Description',
      'text',
      'description | body | notes | note | details | comments | beschreibung | notizen',
      '\n',
    ),
    accountName,
    f('deal', 'Deal', 'deal', 'deal | deal name | opportunity | project | project name | projekt'),
    f(
      'assignee',
      'Assigned to',
      'person',
      'assigned to | assignee | owner | responsible | assigned user | bearbeiter | zustandig | verantwortlich | asignado a',
    ),
    f('status', 'Status', 'status', 'status | state | task status | ticket status | estado | statut'),
    f('priority', 'Priority', 'priority', 'priority | urgency | prioritat | prioridad | priorite | severity'),
    f(
      'due_date',
      'Due',
      'date',
      'due date | due | deadline | due on | activity date | activitydate | fallig | fallig am | falligkeit | fecha de vencimiento | echeance',
    ),
    f(
      'estimated_hours',
      'Estimated hours',
      'hours',
      'estimated hours | estimate | estimated time | hours | effort | geschatzte stunden | aufwand | stunden',
    ),
    externalId,
  ],
}
