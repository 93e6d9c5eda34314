/**
 * What everybody knows about the words of company names: which only say the legal form, which say little, which say
 * what is being worked on. A word in none of these lists is taken to be somebody's own.
 */

const words = (list: string) => list.trim().split(/\s+/)

/** Legal forms by their one spelling. At the end of a name they say how a company is registered, not which one it is. */
const legalSpellings: Record<string, string> = {
  inc: 'inc incorporated',
  corp: 'corp corporation',
  co: 'co company cos',
  ltd: 'ltd limited ltda ltee limitee',
  llc: 'llc',
  llp: 'llp',
  lp: 'lp lllp',
  plc: 'plc',
  gmbh: 'gmbh ggmbh mbh',
  ag: 'ag',
  kg: 'kg kgaa',
  ug: 'ug haftungsbeschrankt',
  ev: 'ev',
  se: 'se',
  sa: 'sa sarl sas sasu eurl sca sab',
  spa: 'spa srl srls sl slu slp',
  bv: 'bv bvba cvba nv vof',
  ab: 'ab publ',
  as: 'as asa aps',
  oy: 'oy oyj',
  kk: 'kk kabushiki kaisha godo 株式会社 有限会社 合同会社 有限公司 股份有限公司 주식회사',
  pte: 'pte pty pvt private proprietary',
  sdn: 'sdn bhd berhad',
  doo: 'doo dd',
  sro: 'sro spol',
  zoo: 'zoo spzoo sp',
  kft: 'kft zrt nyrt',
  ooo: 'ooo oao zao pao ооо оао зао пао ао',
  tbk: 'tbk pt',
  cv: 'cv rl de',
  adr: 'adr ads',
}
export const legalForms = new Map(
  Object.entries(legalSpellings).flatMap(([form, spellings]) => words(spellings).map((word) => [word, form] as const)),
)

/** Words that carry nothing between the others: left out. */
export const fillers = new Set(words('the and of und et'))
/** Words that carry next to nothing, yet may be all that tells a name from a trade ("ON Semiconductor"): kept. */
export const particles = new Set(
  words('for für der die das la le les el los at in on to von du des de da do y e by with von van der'),
)

/** Words that stand between work and name: "Website Redesign for Acme", "Call with Acme". */
export const connectors = words(
  'for with at by from to via für mit bei von pour chez avec para con per voor door til för med c/o w/',
)

/** Short and other spellings, by the spelling that is compared. Both sides of a comparison go through it. */
const spellings: Record<string, string> = {
  international: 'intl internatl',
  manufacturing: 'mfg manuf manufacturer manufacturers',
  service: 'services svc svcs serv',
  technology: 'technologies technologie technologien',
  tech: 'techs tec',
  system: 'systems sys syst systeme',
  solution: 'solutions soln solns',
  industry: 'industries inds ind industrie industrien',
  laboratory: 'laboratories lab labs',
  pharmaceutical: 'pharmaceuticals pharma pharm pharmaceutica pharmaceuticas',
  association: 'assn assoc associations',
  associate: 'associates assocs',
  department: 'dept',
  communication: 'communications comm comms',
  management: 'mgmt mgt',
  engineering: 'engg engr engineers',
  development: 'dev devt developments',
  construction: 'constr',
  distribution: 'distr distributors distributor',
  transport: 'transportation transp trans',
  financial: 'fin financials',
  holding: 'holdings hldg hldgs hlds beteiligungs',
  group: 'grp groups gruppe groupe gruppo grupo',
  company: 'companies',
  bank: 'bk banks',
  bancorp: 'bancorporation',
  bancshares: 'bancshare bankshares bankshare',
  university: 'univ',
  hospital: 'hosp hospitals',
  center: 'centre centers centres ctr',
  brother: 'brothers bros',
  american: 'amer',
  national: 'natl nat',
  united: 'utd',
  property: 'properties props',
  resource: 'resources',
  enterprise: 'enterprises',
  partner: 'partners',
  product: 'products prods',
  therapeutic: 'therapeutics',
  semiconductor: 'semiconductors semi',
  restaurant: 'restaurants',
  network: 'networks',
  bioscience: 'biosciences',
  science: 'sciences',
  energy: 'energies energie',
  material: 'materials',
  food: 'foods',
  brand: 'brands',
  hotel: 'hotels',
  resort: 'resorts',
  metal: 'metals',
  mineral: 'minerals',
  saint: 'st',
  mount: 'mt',
}
export const sameWord = new Map(
  Object.entries(spellings).flatMap(([word, others]) => words(others).map((other) => [other, word] as const)),
)

/** Words that may stand for each other, and may not: "Tetra Tech" is not Tetra Technologies. */
export const abridgements = new Map([
  ['tech', 'technology'],
  ['technology', 'tech'],
])

const heard = (list: string) => new Set(words(list).map((word) => sameWord.get(word) ?? word))

/** Appended to names for size and shape; people leave them out or swap them. */
export const weakWords = heard(
  'group holdings international global worldwide companies company com net io usa us inc corp co ltd',
)

/** What kind of business it is: a thousand companies share it. */
export const tradeWords = heard(`
  technologies tech systems solutions services industries enterprises partners associates products brands networks software
  digital data media energy power oil gas petroleum resources mining metals gold silver minerals materials steel chemicals
  financial finance capital bank bancorp bancshares insurance investment investments asset management fund trust income
  credit equity acquisition realty properties estate reit health healthcare medical pharmaceuticals therapeutics
  biosciences sciences laboratories bio biotech entertainment communications telecom electric electronics motors
  automotive transportation logistics airlines air foods restaurants hotels resorts stores retail outlet apparel
  construction engineering manufacturing machinery equipment tools consulting consultants marketing advertising agency
  design studio studios research education school university hospital clinic center institute foundation association
  security interactive analytics computer semiconductor instruments aerospace defense marine water environmental
  packaging paper beverage markets trading supply distribution ventures works shop store club house wholesale pizza labs
  development innovations applications devices platforms pvt private public`)

/** Places, directions and praise: they tell companies apart only together with other words. */
export const commonWords = heard(`
  american america national united first general universal standard new north south east west northern southern eastern
  western central pacific atlantic european europe asia china india german french british canada canadian texas york
  california city state county royal premier advanced applied allied integrated innovative green blue red black white
  old great big one two three best smart prime star sun life home world people family community public quality real
  high open free total modern future next super alpha beta delta omega eagle lion phoenix summit apex pioneer heritage`)

/** Words of the work, not of the customer: they may stand beside a name without contradicting it. */
export const workWords = heard(`
  website web site redesign design support maintenance api integration integrations phase migration data rollout launch
  golive go live meeting meetings call calls standup sync review reviews invoice invoices invoicing billing admin
  retainer project projects sprint backlog onboarding training workshop audit implementation setup installation upgrade
  development dev testing test qa staging prod production bugfix bugfixes bug bugs fix fixes hotfix release deployment
  deploy planning plan kickoff discovery research analysis report reports reporting proposal quote offer estimate
  contract renewal follow followup up documentation docs document documents presentation deck slides demo poc pilot
  prototype mvp app application mobile frontend backend ui ux seo crm erp portal dashboard landing page pages email mail
  emails campaign strategy consulting advisory troubleshooting incident ticket tickets issue issues task tasks request
  requests change changes feature features work hours time weekly monthly daily quarterly annual internal client customer
  account re fw fwd aw wg draft final version ver v misc other general visit travel prep notes intro q&a sow rfp handover
  transition operations ops hosting infrastructure cloud server database security monitoring automation workflow
  analytics content copywriting branding logo brand social newsletter video photo translation localization accessibility
  performance optimization refactoring cleanup code coding programming configuration customization dpa gdpr compliance
  lunch break vacation holiday sick leave overhead administration private personal
  wartung schulung umzug projekt angebot rechnung besprechung termin entwicklung betreuung einführung umstellung
  refonte réunion facture formation développement projet assistance contrat écriture du
  soporte mantenimiento proyecto reunión factura diseño desarrollo migración`)

/** The few work words that come before a name without a connector: "RE: Acme", "Call Acme". */
export const leadingWork = heard(
  're fw fwd aw wg meeting call email mail invoice demo onboarding kickoff project projekt projet client customer visit',
)

/** Months and weekdays, which date the work. */
export const calendarWords = heard(`
  january february march april may june july august september october november december jan feb mar apr jun jul aug sep
  sept oct nov dec monday tuesday wednesday thursday friday saturday sunday today week month quarter year fy`)
