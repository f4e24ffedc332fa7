import { z } from 'zod';
import { DayText, Id, page } from './common.ts';

const Words = z.object({ zh: z.string(), en: z.string() });
const PageToken = z.string().max(100).optional();
const KindName = z.string().regex(/^[a-z][a-z_]{1,39}$/);

/** What people can be told of. */
export const NotificationKindList = z.object({ items: z.array(z.object({ id: z.string(), name: Words, robots: z.boolean() })) });
export type NotificationKindList = z.infer<typeof NotificationKindList>;

// --- one's own inbox ---

export const InboxQuery = z.strictObject({ unread: z.stringbool().default(false), kind: KindName.optional(), pageToken: PageToken });
export type InboxQuery = z.output<typeof InboxQuery>;
export const NotificationView = z.object({
  id: Id,
  kind: z.string(),
  name: Words,
  text: Words,
  /** The page of the portal that shows what it is about. */
  link: z.string(),
  at: z.iso.datetime(),
  /** Empty while it is unread. */
  readAt: z.string(),
});
export type NotificationView = z.infer<typeof NotificationView>;
export const NotificationPage = page(NotificationView);
export type NotificationPage = z.infer<typeof NotificationPage>;
/** Counted up to 100. */
export const UnreadView = z.object({ count: z.int() });
export type UnreadView = z.infer<typeof UnreadView>;
/** All up to and including one, so that what comes meanwhile stays unread; of one kind where it is named. */
export const ReadAll = z.strictObject({ upTo: Id, kind: KindName.optional() });
export type ReadAll = z.infer<typeof ReadAll>;
export const ReadDone = z.object({ read: z.int() });
export type ReadDone = z.infer<typeof ReadDone>;

// --- one's own channels ---

export const ChannelsSet = z.strictObject({
  /** Empty takes it away. */
  email: z.union([z.literal(''), z.email().max(254)]),
  mail: z.boolean(),
  /** From which hour of a working day the digest goes out; never at night. */
  hour: z.int().min(7).max(19),
});
export type ChannelsSet = z.infer<typeof ChannelsSet>;
export const ChannelsView = z.object({
  version: z.int(),
  /** Whether the installation can send e-mail at all. */
  available: z.boolean(),
  email: z.string(),
  /** Whether the address is known to be the person's. */
  confirmed: z.boolean(),
  mail: z.boolean(),
  hour: z.int(),
  /** What became of the last e-mail; there is no receipt of reading it. */
  last: z.object({ state: z.string(), at: z.string(), reason: z.string() }).optional(),
});
export type ChannelsView = z.infer<typeof ChannelsView>;
export const MailConfirm = z.strictObject({ code: z.string().regex(/^\d{6}$/) });
export type MailConfirm = z.infer<typeof MailConfirm>;

// --- robots of units ---

export const ROBOT_VENDORS = ['wecom', 'dingtalk', 'feishu', 'generic'] as const;
export type RobotVendor = (typeof ROBOT_VENDORS)[number];
const RobotName = z.string().normalize('NFC').trim().min(1).max(60);
const RobotAddress = z.url({ protocol: /^https?$/ }).max(1_000);
const Kinds = z.array(KindName).max(100);

export const RobotAdd = z.strictObject({
  unitId: Id,
  name: RobotName,
  vendor: z.enum(ROBOT_VENDORS),
  url: RobotAddress,
  /** What messages are signed with; the address of a WeCom robot is its own key. */
  secret: z.string().max(200).default(''),
  /** None: all that robots say. */
  kinds: Kinds.default([]),
});
export type RobotAdd = z.output<typeof RobotAdd>;
/** Address and secret are never shown; left out they stay. */
export const RobotChange = z.strictObject({ name: RobotName, kinds: Kinds, enabled: z.boolean(), url: RobotAddress.optional(), secret: z.string().max(200).optional() });
export type RobotChange = z.infer<typeof RobotChange>;
export const RobotView = z.object({
  id: Id,
  version: z.int(),
  unitId: Id,
  unitName: z.string(),
  name: z.string(),
  vendor: z.enum(ROBOT_VENDORS),
  /** The host of its address; the rest may hold its key. */
  host: z.string(),
  hasSecret: z.boolean(),
  kinds: z.array(z.string()),
  enabled: z.boolean(),
});
export type RobotView = z.infer<typeof RobotView>;
export const RobotQuery = z.strictObject({ unitId: Id.optional(), pageToken: PageToken });
export type RobotQuery = z.infer<typeof RobotQuery>;
export const RobotPage = page(RobotView);
export type RobotPage = z.infer<typeof RobotPage>;
/** What a test came to: empty, or why the message was not taken. */
export const RobotTested = z.object({ reason: z.string() });
export type RobotTested = z.infer<typeof RobotTested>;

// --- messages out of the system ---

const DELIVERY_STATES = ['waiting', 'sent', 'parked', 'cancelled'] as const;
export const DeliveryView = z.object({
  id: Id,
  channel: z.enum(['mail', 'robot']),
  /** The person or the robot; a name only where the reader may see it. */
  to: z.string(),
  entries: z.int(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.int(),
  nextAt: z.iso.datetime(),
  reason: z.string(),
  createdAt: z.iso.datetime(),
  sentAt: z.string(),
});
export type DeliveryView = z.infer<typeof DeliveryView>;
export const DeliveryQuery = z.strictObject({ state: z.enum(DELIVERY_STATES).optional(), pageToken: PageToken });
export type DeliveryQuery = z.infer<typeof DeliveryQuery>;
export const DeliveryPage = page(DeliveryView);
export type DeliveryPage = z.infer<typeof DeliveryPage>;

// --- who was told what when ---

const reportFilter = {
  /** One unit; all that the reader governs when absent. */
  unitId: Id.optional(),
  kind: KindName.optional(),
  from: DayText.optional(),
  to: DayText.optional(),
  whom: z.enum(['person', 'robot', 'nobody']).optional(),
  unread: z.stringbool().default(false),
};
export const ToldQuery = z.strictObject({ ...reportFilter, pageToken: PageToken });
export type ToldQuery = z.output<typeof ToldQuery>;
export const ToldSheetQuery = z.strictObject(reportFilter);
export type ToldSheetQuery = z.output<typeof ToldSheetQuery>;
export const ToldView = z.object({
  id: Id,
  at: z.iso.datetime(),
  kind: z.string(),
  name: Words,
  text: Words,
  unitId: Id,
  unitName: z.string(),
  whom: z.enum(['person', 'robot', 'nobody']),
  /** The person as far as the reader may see the name, or the robot. */
  to: z.string(),
  /** Read in the inbox; empty while it is not. */
  readAt: z.string(),
  /** The message that carried it outside; nobody knows whether that was read. */
  outside: z.object({ channel: z.enum(['mail', 'robot']), state: z.enum(DELIVERY_STATES), sentAt: z.string(), reason: z.string() }).optional(),
});
export type ToldView = z.infer<typeof ToldView>;
export const ToldPage = page(ToldView);
export type ToldPage = z.infer<typeof ToldPage>;

// --- reminders at nodes ---

export const NodeReminderSet = z.strictObject({
  /** The unit whose posts are meant, with all below it. */
  unitId: Id,
  day: DayText,
  /** Kinds of posts; who holds one on that day is reminded, and nobody else. */
  posts: z.array(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)).min(1).max(20),
  text: z.string().normalize('NFC').trim().min(1).max(300),
});
export type NodeReminderSet = z.infer<typeof NodeReminderSet>;
export const NodeReminderView = z.object({
  id: Id,
  version: z.int(),
  unitId: Id,
  unitName: z.string(),
  day: DayText,
  posts: z.array(z.string()),
  text: z.string(),
  state: z.enum(['waiting', 'told', 'cancelled']),
  /** How many people were reminded. */
  told: z.int(),
});
export type NodeReminderView = z.infer<typeof NodeReminderView>;
export const NodeReminderQuery = z.strictObject({ pageToken: PageToken });
export type NodeReminderQuery = z.infer<typeof NodeReminderQuery>;
export const NodeReminderPage = page(NodeReminderView);
export type NodeReminderPage = z.infer<typeof NodeReminderPage>;
