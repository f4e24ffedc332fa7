import { Inject, Injectable } from '@nestjs/common';
import { writeXlsx } from 'hucre/xlsx';
import type { DeliveryQuery, DeliveryView, ToldQuery, ToldSheetQuery, ToldView } from '@xingchuang/contracts';
import { allow, type Actor } from '@xingchuang/rules';
import { CLOCK, UNITS, within, type Clock, type UnitDirectory } from '@xingchuang/server';
import { retried, type Delivery } from './delivery-rule.ts';
import { DeliveryStore } from './delivery-store.ts';
import { EntryStore, type Entry } from './entry-store.ts';
import { KindCatalogue } from './kind-catalogue.ts';
import { PersonNames } from './person-names.ts';
import { RobotStore } from './robot-store.ts';

const PAGE = 50;
/** More rows open in no office program at a bearable speed. */
const MOST_ROWS = 20_000;
const HEAD = ['告知时间', '事项', '内容', '单位', '告知对象', '姓名或机器人', '站内已读时间', '外发方式', '外发状态', '外发时间', '未成原因'];
const WHOM = { person: '个人', robot: '群机器人', nobody: '暂无人在岗' } as const;
const CHANNEL = { mail: '邮件（无阅读回执）', robot: '群机器人（无阅读回执）' } as const;
const STATE = { waiting: '待发送', sent: '已发送', parked: '已搁置', cancelled: '已取消' } as const;

/** Who was told what when, and what became of the messages that left the system. */
@Injectable()
export class ToldService {
  constructor(
    @Inject(CLOCK) readonly clock: Clock,
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(KindCatalogue) readonly kinds: KindCatalogue,
    @Inject(EntryStore) readonly entries: EntryStore,
    @Inject(DeliveryStore) readonly deliveries: DeliveryStore,
    @Inject(RobotStore) readonly robots: RobotStore,
    @Inject(PersonNames) readonly names: PersonNames,
  ) {}

  async list({ unitId, pageToken, ...filter }: ToldQuery, by: Actor): Promise<{ items: ToldView[]; nextPageToken?: string }> {
    const found = await this.entries.report(await within(by, 'notification.report', unitId, this.units), filter, PAGE + 1, pageToken);
    const items = found.slice(0, PAGE);
    return { items: await this.#views(items, by), ...(found.length > PAGE ? { nextPageToken: items.at(-1)!.id } : {}) };
  }

  async sheet({ unitId, ...filter }: ToldSheetQuery, by: Actor): Promise<Uint8Array> {
    const found = await this.entries.report(await within(by, 'notification.report', unitId, this.units), filter, MOST_ROWS);
    const rows = (await this.#views(found, by)).map(rowOf);
    return writeXlsx({ sheets: [{ name: '告知情况', rows: [HEAD, ...rows.map((row) => row.map(asText))] }] });
  }

  async messages({ state, pageToken }: DeliveryQuery, by: Actor): Promise<{ items: DeliveryView[]; nextPageToken?: string }> {
    allow(by, 'delivery.manage');
    const found = await this.deliveries.page(state, PAGE + 1, pageToken);
    const items = found.slice(0, PAGE);
    return { items: await this.#messages(items, by), ...(found.length > PAGE ? { nextPageToken: items.at(-1)!.id } : {}) };
  }

  async retry(id: string, by: Actor): Promise<DeliveryView> {
    allow(by, 'delivery.manage');
    const next = await this.deliveries.deliveries.save(retried(await this.deliveries.get(id), this.clock.now()));
    return (await this.#messages([next], by))[0]!;
  }

  async #messages(items: readonly Delivery[], by: Actor): Promise<DeliveryView[]> {
    const names = await this.names.of(items.map(({ personId }) => personId), by);
    const robots = await this.#robots(items.map(({ robotId }) => robotId));
    return items.map(({ id, channel, personId, robotId, entries, state, attempts, nextAt, reason, createdAt, sentAt }) => ({
      id, channel, to: channel === 'mail' ? (names.get(personId) ?? '') : (robots.get(robotId) ?? ''), entries, state, attempts, nextAt, reason, createdAt, sentAt,
    }));
  }

  async #views(entries: readonly Entry[], by: Actor): Promise<ToldView[]> {
    const units = await this.units.byIds([...new Set(entries.map(({ unitId }) => unitId))]);
    const messages = await this.deliveries.byIds([...new Set(entries.map(({ deliveryId }) => deliveryId).filter((id) => id !== ''))]);
    const robots = await this.#robots(entries.map(({ robotId }) => robotId));
    const names = await this.names.of(entries.map(({ personId }) => personId), by);
    return entries.map(({ id, at, kind, zh, en, unitId, personId, robotId, readAt, deliveryId }) => {
      const message = messages.get(deliveryId);
      return {
        id, at, kind, name: this.kinds.find(kind)?.name ?? { zh: kind, en: kind }, text: { zh, en }, unitId, unitName: units.get(unitId)?.name ?? '',
        whom: personId !== '' ? 'person' : robotId !== '' ? 'robot' : 'nobody', to: personId !== '' ? (names.get(personId) ?? '') : (robots.get(robotId) ?? ''), readAt,
        ...(message && { outside: { channel: message.channel, state: message.state, sentAt: message.sentAt, reason: message.reason } }),
      };
    });
  }

  async #robots(ids: readonly string[]): Promise<Map<string, string>> {
    const wanted = [...new Set(ids)].filter((id) => id !== '');
    return wanted.length === 0 ? new Map() : this.robots.names(wanted);
  }
}

const timeOf = (at: string): string => (at === '' ? '' : new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' '));

function rowOf({ at, name, text, unitName, whom, to, readAt, outside }: ToldView): string[] {
  const sent = outside ? [CHANNEL[outside.channel], STATE[outside.state], timeOf(outside.sentAt), outside.reason] : ['', '', '', ''];
  return [timeOf(at), name.zh, text.zh, unitName, WHOM[whom], to, timeOf(readAt), ...sent];
}

/** Text that a spreadsheet would take for a formula stays text (CWE-1236). */
const asText = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).slice(0, 32_000);
