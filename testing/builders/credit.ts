import { date, dateTime } from './dates.ts';
import { newId } from './ids.ts';

const CURRENCY = 'PHP';

export function contribution(daysAgo: number) {
  return {
    id: newId('con'),
    date: date(daysAgo),
    currency: CURRENCY,
    amount: 1_830,
    referenceId: 'EXAMPLE-PR-1',
  };
}

export function liability() {
  return {
    id: newId('lia'),
    type: 'Calamity Loan',
    referenceId: 'EXAMPLE-LN-1',
    startDate: date(400),
    endDate: date(-330),
    firstAmortizationDate: date(340),
    amortizationFrequency: 'Monthly',
    currency: CURRENCY,
    loanAmount: 24_000,
    amortizationAmount: 1_085.4,
    outstandingBalance: 11_939.4,
    nextPaymentAmount: 1_085.4,
    overduePaymentAmount: 0,
  };
}

export function document() {
  return {
    id: newId('d'),
    name: 'Sample clearance',
    docId: 'EXAMPLE-DOC-1',
    status: 'Current',
    documentType: 'CLEARANCE',
    issueDate: date(120),
    expiryDate: date(-245),
    fileUrl: 'https://files.example.com/clearance.pdf',
    remarks: 'Sample only',
  };
}

export function link() {
  return {
    id: newId('link'),
    startDate: dateTime(365),
    endDate: dateTime(),
    records: [{ count: 2, linkedAt: [dateTime(200), dateTime(12)] }],
  };
}
