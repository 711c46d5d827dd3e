import { date, month } from './dates.ts';
import { newId } from './ids.ts';

const EMPLOYER = 'Example Logistics Inc.';
const CURRENCY = 'PHP';

export function employment() {
  return {
    id: newId('e'),
    name: EMPLOYER,
    description: 'Keeps the sample warehouse in order',
    jobTitle: 'Warehouse Supervisor',
    department: 'Operations',
    employeeNumber: 'EX-0001',
    employerNumber: '00-0000000-2',
    employer: EMPLOYER,
    status: 'Regular',
    startDate: date(4 * 365),
    endDate: null,
    reportedDate: date(4 * 365 - 7),
  };
}

/** The pay of one half of a month, which ended `daysAgo`. */
export function income(daysAgo: number) {
  return {
    id: newId('inc'),
    workItem: 'Salary',
    employer: EMPLOYER,
    startDate: date(daysAgo + 14),
    endDate: date(daysAgo),
    currency: CURRENCY,
    frequency: 'Semimonthly',
    baseAmount: 15_250,
    grossAmount: 16_480.5,
    netAmount: 14_112.75,
  };
}

export function eincome(daysAgo: number) {
  return {
    id: newId('einc'),
    month: month(daysAgo),
    currency: CURRENCY,
    baseAmount: 30_500,
    amount: 32_961,
  };
}

export function transaction(daysAgo: number) {
  return {
    id: newId('t'),
    date: date(daysAgo),
    description: 'Delivery of a sample parcel',
    currency: CURRENCY,
    amount: -185.25,
    referenceId: 'EXAMPLE-TX-1',
  };
}

export function rating() {
  return {
    id: newId('r'),
    currentRating: 4.7,
    maxRating: 5,
    calculatedPercentage: 94,
    reviewsReceived: 58,
    likesReceived: 41,
    jobsCompleted: 132,
  };
}
