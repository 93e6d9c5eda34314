/** The demo company and its customers: invented, believable, and the same in the product, the tests of it and the screenshots. */
import type { Role } from '#domain/permissions.ts'
import type { Stage } from '#domain/deals.ts'

export const workspaceName = 'Brightwater Studio'
export const teams = ['Delivery', 'Growth'] as const

type Person = { name: string; role: Role; team: (typeof teams)[number] | null; zone: string }
export const people: Person[] = [
  { name: 'Dana Whitfield', role: 'admin', team: null, zone: 'Europe/Berlin' },
  { name: 'Marta Kowalczyk', role: 'manager', team: 'Delivery', zone: 'Europe/Berlin' },
  { name: 'Owen Hartley', role: 'manager', team: 'Growth', zone: 'Europe/London' },
  { name: 'Sam Rivera', role: 'sales', team: 'Growth', zone: 'America/New_York' },
  { name: 'Ines Duarte', role: 'sales', team: 'Growth', zone: 'Europe/London' },
  { name: 'Ravi Menon', role: 'sales', team: 'Growth', zone: 'Asia/Kolkata' },
  { name: 'Lena Vogel', role: 'support', team: 'Delivery', zone: 'Europe/Berlin' },
  { name: 'Priya Nair', role: 'support', team: 'Delivery', zone: 'Asia/Kolkata' },
  { name: 'Felix Baumann', role: 'finance', team: null, zone: 'Europe/Berlin' },
  { name: 'Noah Lindqvist', role: 'employee', team: 'Delivery', zone: 'Europe/London' },
  { name: 'Grace Okafor', role: 'employee', team: 'Delivery', zone: 'America/New_York' },
  { name: 'Arjun Desai', role: 'employee', team: 'Delivery', zone: 'Asia/Kolkata' },
]

export const emailOf = (name: string) => `${name.split(' ')[0]!.toLowerCase()}@brightwater.example`

type Customer = { name: string; industry: string; city: string; currency: 'EUR' | 'USD' | 'INR'; contacts: string[] }
export const customers: Customer[] = [
  { name: 'Harbour Lane Bakery', industry: 'Food', city: 'Hamburg', currency: 'EUR', contacts: ['Jonas Petersen', 'Mia Clausen', 'Till Brandt'] },
  { name: 'Ostrava Machine Works', industry: 'Manufacturing', city: 'Ostrava', currency: 'EUR', contacts: ['Petr Novotny', 'Hana Dvorak', 'Karel Benes'] },
  { name: 'Kestrel Logistics', industry: 'Transport', city: 'Rotterdam', currency: 'EUR', contacts: ['Anouk de Vries', 'Bas Jansen', 'Sanne Bakker'] },
  { name: 'Polder Energy', industry: 'Energy', city: 'Utrecht', currency: 'EUR', contacts: ['Lotte Visser', 'Daan Smit', 'Femke Mulder'] },
  { name: 'Nimbus Dental', industry: 'Health', city: 'Leipzig', currency: 'EUR', contacts: ['Clara Hoffmann', 'Emil Krause', 'Paula Wolff'] },
  { name: 'Verdant Foods', industry: 'Food', city: 'Lyon', currency: 'EUR', contacts: ['Camille Laurent', 'Hugo Moreau', 'Elise Fontaine'] },
  { name: 'Alder & Finch Law', industry: 'Legal', city: 'London', currency: 'EUR', contacts: ['Edith Alder', 'Rupert Finch', 'Nadia Rahman'] },
  { name: 'Tessera Textiles', industry: 'Textiles', city: 'Porto', currency: 'EUR', contacts: ['Rui Carvalho', 'Beatriz Sousa', 'Tomas Pinto'] },
  { name: 'Copperhead Brewing', industry: 'Beverages', city: 'Denver', currency: 'USD', contacts: ['Wyatt Cole', 'Tess Morgan', 'Luis Ortega'] },
  { name: 'Marlow Insurance', industry: 'Insurance', city: 'Boston', currency: 'USD', contacts: ['Helen Marlow', 'Victor Shaw', 'Joan Pruitt'] },
  { name: 'Quill Publishing', industry: 'Media', city: 'New York', currency: 'USD', contacts: ['Naomi Feld', 'Isaac Turner', 'Ruth Calloway'] },
  { name: 'Sundial Travel', industry: 'Travel', city: 'Miami', currency: 'USD', contacts: ['Carla Mendez', 'Dean Foster', 'Ivy Chen'] },
  { name: 'Basalt Construction', industry: 'Construction', city: 'Reykjavik', currency: 'EUR', contacts: ['Sigrun Jonsdottir', 'Einar Olafsson'] },
  { name: 'Juniper Health', industry: 'Health', city: 'Chicago', currency: 'USD', contacts: ['Maya Goldberg', 'Aaron Blake'] },
  { name: 'Orchard Robotics', industry: 'Technology', city: 'Pittsburgh', currency: 'USD', contacts: ['Kenji Mori', 'Alice Brandt'] },
  { name: 'Lantern Schools', industry: 'Education', city: 'Dublin', currency: 'EUR', contacts: ['Niamh Byrne', 'Cian Walsh'] },
  { name: 'Tidewater Shipping', industry: 'Transport', city: 'Baltimore', currency: 'USD', contacts: ['Gloria Vance', 'Curtis Boyd'] },
  { name: 'Saffron Kitchens', industry: 'Food', city: 'Pune', currency: 'INR', contacts: ['Anjali Kulkarni', 'Rohan Joshi'] },
  { name: 'Glasswing Biotech', industry: 'Biotechnology', city: 'Basel', currency: 'EUR', contacts: ['Urs Keller', 'Simone Frei'] },
  { name: 'Northgate Property', industry: 'Real estate', city: 'Leeds', currency: 'EUR', contacts: ['Graham Holt', 'Tara Singh'] },
  { name: 'Pinecrest Retail', industry: 'Retail', city: 'Bengaluru', currency: 'INR', contacts: ['Kavya Reddy', 'Suresh Iyer'] },
  { name: 'Meridian Tools', industry: 'Manufacturing', city: 'Chennai', currency: 'INR', contacts: ['Lakshmi Rao', 'Vikram Shetty'] },
  { name: 'Cobalt Cycles', industry: 'Retail', city: 'Mumbai', currency: 'INR', contacts: ['Farah Sheikh', 'Dev Malhotra'] },
  { name: 'Foxglove Cosmetics', industry: 'Cosmetics', city: 'Milan', currency: 'EUR', contacts: ['Giulia Ferri', 'Marco Sala'] },
]

/** Index of the customer, name, stage. Several customers have two deals at once, so that a tag alone does not decide. */
export const dealPlan: [customer: number, name: string, stage: Stage][] = [
  [0, 'Online ordering', 'won'], [1, 'Spare parts portal', 'won'], [2, 'Fleet dashboard', 'won'], [3, 'Tariff calculator', 'won'],
  [4, 'Appointment booking', 'won'], [5, 'Supplier onboarding', 'won'], [6, 'Document intake', 'won'], [8, 'Taproom loyalty app', 'won'],
  [9, 'Claims migration', 'won'], [10, 'Author platform', 'won'], [11, 'Trip planner', 'won'], [14, 'Telemetry pipeline', 'won'],
  [2, 'Driver mobile app', 'negotiation'], [3, 'Meter data import', 'negotiation'], [7, 'Sample catalogue', 'negotiation'],
  [9, 'Broker self-service', 'negotiation'], [12, 'Site safety reports', 'negotiation'], [13, 'Patient intake', 'negotiation'],
  [15, 'Parent messaging', 'negotiation'], [16, 'Berth scheduling', 'negotiation'], [17, 'Franchise rollout', 'negotiation'],
  [18, 'Lab notebook', 'negotiation'], [20, 'Inventory sync', 'negotiation'], [21, 'Dealer pricing', 'negotiation'],
  [0, 'Wholesale portal', 'prospecting'], [5, 'Carbon reporting', 'prospecting'], [8, 'Brewery analytics', 'prospecting'],
  [10, 'Rights database', 'prospecting'], [14, 'Field service app', 'prospecting'], [19, 'Tenant portal', 'prospecting'],
  [20, 'Store locator', 'prospecting'], [22, 'Bike fitting tool', 'prospecting'], [23, 'Shade finder', 'prospecting'], [6, 'Client billing review', 'prospecting'],
  [1, 'Shop floor tablets', 'lost'], [4, 'Insurance connector', 'lost'], [11, 'Loyalty points', 'lost'], [13, 'Care plan archive', 'lost'],
  [17, 'Menu translation', 'lost'], [23, 'Influencer tracker', 'lost'],
]

export const taskTitles = [
  'Prepare kickoff agenda', 'Draft statement of work', 'Review wireframes', 'Set up staging environment', 'Write acceptance tests', 'Import legacy data',
  'Fix rounding in totals', 'Call about contract terms', 'Send revised estimate', 'Plan user interviews', 'Update API documentation', 'Check accessibility findings',
  'Answer security questionnaire', 'Train the support team', 'Collect brand assets', 'Reproduce login problem', 'Tune slow search', 'Schedule go-live',
  'Summarise workshop results', 'Verify backup restore',
] as const

export const activities = [
  { app: 'Figma', title: 'screens' }, { app: 'Visual Studio Code', title: 'src' }, { app: 'Google Chrome', title: 'pull request' },
  { app: 'Microsoft Teams', title: 'weekly call' }, { app: 'Google Docs', title: 'notes' }, { app: 'Excel', title: 'estimate' }, { app: 'Outlook', title: 'inbox' },
] as const
