/** How often an income is paid or a loan paid back (Smile OpenAPI 1.14.0). */
export type Frequency =
  | 'Hourly'
  | 'Daily'
  | 'Weekly'
  | 'Semimonthly'
  | 'Monthly'
  | 'Bimonthly'
  | 'Quarterly'
  | 'Annually'
  | 'Variable'
  | 'Unspecified';
