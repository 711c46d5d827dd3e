import { date } from './dates.ts';
import { newId } from './ids.ts';

export function identity() {
  return {
    id: newId('i'),
    fullName: 'Sample Middle Applicant',
    firstName: 'Sample',
    middleName: 'Middle',
    lastName: 'Applicant',
    suffix: null,
    gender: 'Female',
    dob: date(31 * 365),
    maritalStatus: 'Single',
    countryResidence: 'PH',
    citizenship: 'Citizen',
    photoUrl: 'https://files.example.com/photo.png',
    referenceId: '00-0000000-1',
    profileUrl: 'https://people.example.com/sample-applicant',
    latestEmployerName: 'Example Logistics Inc.',
    emails: [{ address: 'sample.applicant@example.com', type: 'Primary' }],
    phones: [{ number: '+15550100', type: 'Mobile' }],
    socialProfiles: [{ socialUrl: 'https://social.example.com/sample-applicant', type: 'Others' }],
    addresses: [address()],
  };
}

function address() {
  return {
    fullAddress: '1 Sample Street, Barangay Example, Sample City 0000',
    line1: '1 Sample Street',
    line2: 'Barangay Example',
    city: 'Sample City',
    region: 'Sample Region',
    zip: '0000',
    country: 'PH',
    latitude: '0.000000',
    longitude: '0.000000',
    type: 'Primary',
    tags: ['Primary', 'Home'],
  };
}
