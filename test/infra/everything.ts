import type { StageConfiguration } from '../../infra/configuration.ts';

/** A sandbox that says everything that can be said, and nothing of it as by default. */
export const everything = {
  mode: 'sandbox',
  account: '123456789012',
  region: 'eu-central-1',
  allowedAddresses: ['203.0.113.0/24'],
  extraAddresses: ['198.51.100.7/32'],
  customDomain: {
    domainName: 'hooks.example.com',
    certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d-4e5f',
  },
  retentionDays: { ledger: 60, bodies: 60, logs: 365 },
  workerConcurrency: 20,
  logLevel: 'DEBUG',
  archiveDays: 7,
  accessLogDestinationArn:
    'arn:aws:firehose:eu-central-1:123456789012:deliverystream/amazon-apigateway-access',
  handlers: {
    bundling: { external: ['pg-native'], loader: { '.html': 'text' }, nodeModules: [] },
    environment: { CRM_URL: 'https://crm.example.com' },
    policies: [
      {
        actions: ['dynamodb:Query'],
        resources: ['arn:aws:dynamodb:eu-central-1:123456789012:table/crm/index/*'],
        wildcardReason: 'Every index of the table is queried.',
      },
    ],
    timeoutSeconds: 60,
    memoryMegabytes: 1024,
    vpc: { subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['sg-0a1b2c3d'] },
  },
  retry: { attempts: 8, baseSeconds: 4, maxFaultSeconds: 600 },
  monitoring: {
    alarmEmail: 'oncall@example.com',
    noEventHours: 24,
    runbook: 'https://wiki.example.com/smile',
  },
  widget: {
    origins: ['https://app.example.com', 'https://shop.example.com:8443'],
    lossAfterMinutes: 60,
  },
} satisfies StageConfiguration;
