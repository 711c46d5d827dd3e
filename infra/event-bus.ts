import { Duration } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ANNOUNCEMENT_SOURCE, CALLBACK_SOURCE } from '../lambdas/worker/contract.ts';

export interface AnnouncementBusProps {
  readonly stage: string;
  /** 0: no archive. */
  readonly archiveDays: number;
}

/** Where handlers announce their events to other systems. */
export class AnnouncementBus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { stage, archiveDays }: AnnouncementBusProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: `smile-${stage}`,
      description: "Announcements of Smile's events: ids, status and outcome, nothing personal.",
    });
    if (archiveDays > 0) {
      this.bus.archive('Archive', {
        // 48 characters are the most: a generated name would have more (CreateArchive, ArchiveName).
        archiveName: `smile-${stage}`,
        eventPattern: { source: [ANNOUNCEMENT_SOURCE, CALLBACK_SOURCE] },
        retention: Duration.days(archiveDays),
        description: 'Announcements, to be replayed to a rule that missed them.',
      });
    }
  }

  /** Lets an identity announce on the bus. */
  grantAnnounce(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['events:PutEvents'],
      resourceArns: [this.bus.eventBusArn],
    });
  }
}
