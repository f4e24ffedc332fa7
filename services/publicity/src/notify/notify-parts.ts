import type { Provider } from '@nestjs/common';
import {
  AwardChangedSchema, AwardIssuedSchema, BulletinIssuedSchema, ComplaintFiledSchema, ComplaintUpheldSchema, DeadlineMovedSchema, DueRemindedSchema, DutyRemindedSchema, FindingClosedSchema, FindingNoticedSchema, HandoverGivenSchema, LevelDecidedSchema, LevelLoweredSchema,
  LevelRecheckedSchema, LevelReopenedSchema, LevelSettledSchema, NoticeConfirmedSchema, NoticePublishedSchema, PlaqueReturnOpenedSchema, RecordJudgedSchema, RungAssignedSchema, RungFailedSchema, RungLapsedSchema, RungPassedSchema, UnitsJoinedSchema,
} from '@xingchuang/contracts';
import { settings } from '@xingchuang/server';
import { ChannelService } from './channel-service.ts';
import { ChannelStore } from './channel-store.ts';
import { NOTIFY_CONFIG, NotifyConfig } from './config.ts';
import { DeliveryStore } from './delivery-store.ts';
import { DeliveryWorker } from './delivery-worker.ts';
import { EntryStore } from './entry-store.ts';
import { InboxService } from './inbox-service.ts';
import { KindCatalogue, readKinds } from './kind-catalogue.ts';
import { Mailer } from './mailer.ts';
import { NodeReminderService } from './node-reminder-service.ts';
import { NotifyService } from './notify-service.ts';
import { OutsideCall } from './outside-call.ts';
import { PersonNames } from './person-names.ts';
import { RobotSeal } from './robot-seal.ts';
import { RobotService } from './robot-service.ts';
import { RobotStore } from './robot-store.ts';
import { SeatDirectory } from './seat-directory.ts';
import { TellingStore } from './telling-store.ts';
import { ToldService } from './told-service.ts';

export { NotificationController } from './notification-controller.ts';
export { RobotController } from './robot-controller.ts';

/** What kinds of notifications can be brought about by: what the service's handlers hand on. */
export const HEARD = [
  LevelDecidedSchema, LevelSettledSchema, LevelReopenedSchema, LevelLoweredSchema, PlaqueReturnOpenedSchema, FindingNoticedSchema, FindingClosedSchema, RungAssignedSchema, RungPassedSchema, RungLapsedSchema, RungFailedSchema,
  HandoverGivenSchema, DueRemindedSchema, DeadlineMovedSchema, RecordJudgedSchema, NoticePublishedSchema, NoticeConfirmedSchema, ComplaintFiledSchema, ComplaintUpheldSchema,
  AwardIssuedSchema, AwardChangedSchema, BulletinIssuedSchema, LevelRecheckedSchema, UnitsJoinedSchema, DutyRemindedSchema,
];

/** Everything by which people are told. */
export const notifyProviders: Provider[] = [
  settings(NOTIFY_CONFIG, NotifyConfig),
  { provide: KindCatalogue, useFactory: () => readKinds(HEARD) },
  SeatDirectory, EntryStore, TellingStore, NotifyService, InboxService,
  ChannelStore, ChannelService,
  { provide: RobotSeal, useFactory: ({ ROBOT_SECRET, DATA_DIR }: NotifyConfig) => new RobotSeal(ROBOT_SECRET, DATA_DIR), inject: [NOTIFY_CONFIG] },
  RobotStore, RobotService, NodeReminderService,
  OutsideCall, Mailer, DeliveryStore, DeliveryWorker,
  PersonNames, ToldService,
];
