import { Inject, Injectable } from '@nestjs/common';
import type { PublicityTodo } from '@xingchuang/contracts';
import { scopeOf, type Action, type Actor } from '@xingchuang/rules';
import { UNITS, within, type Scoped, type UnitDirectory } from '@xingchuang/server';
import type { Award } from '../award/award-rule.ts';
import { AwardStore } from '../award/award-store.ts';
import { BulletinStore } from '../bulletin/bulletin-store.ts';
import { ComplaintService } from '../notice/complaint-service.ts';
import { NoticeService } from '../notice/notice-service.ts';
import { RewardStore } from '../reward/reward-store.ts';
import { mayReview } from '../showcase/article-rule.ts';
import { ArticleStore } from '../showcase/article-store.ts';

type Item = PublicityTodo['items'][number];
/** A list shows no more; with one more than this people read “1000+”. */
const MOST = 1_001;
const OUT = { form: 'plaque', certificate: { $gt: '' }, ending: null };

/** What waits for a seat: notices and complaints, plaques on their way, bulletins of others to approve, rewards to carry out, articles to review. */
@Injectable()
export class WorkService {
  constructor(
    @Inject(UNITS) readonly units: UnitDirectory,
    @Inject(NoticeService) readonly notices: NoticeService,
    @Inject(ComplaintService) readonly complaints: ComplaintService,
    @Inject(AwardStore) readonly awards: AwardStore,
    @Inject(BulletinStore) readonly bulletins: BulletinStore,
    @Inject(RewardStore) readonly rewards: RewardStore,
    @Inject(ArticleStore) readonly articles: ArticleStore,
  ) {}

  async of(by: Actor): Promise<Item[]> {
    const may = (action: Action): boolean => scopeOf(by.role, action) !== undefined;
    return [
      ...(may('complaint.handle') ? await this.#complaints(by) : []),
      ...(may('notice.publish') ? await this.notices.todo(by) : []),
      ...(may('award.issue') ? await this.#plaques(by) : []),
      ...(by.role === 'clerk' ? await this.#hanging(by) : []),
      ...(may('bulletin.approve') ? await this.#drafts(by) : []),
      ...(may('reward.carry') ? await this.#rewards(by) : []),
      ...(may('showcase.review') ? await this.#articles(by) : []),
    ];
  }

  async #complaints(by: Actor): Promise<Item[]> {
    return (await this.complaints.todo(by)).map(({ id, unitName, limit }) => ({ kind: 'complaint.handle', id, title: unitName, due: limit?.lastDay ?? '' }));
  }

  /** Plaques that were made and are not handed over, and those that must come back. */
  async #plaques(by: Actor): Promise<Item[]> {
    const scope = await within(by, 'award.issue', undefined, this.units);
    const made = await this.#awards(scope, { ...OUT, 'custody.handedOn': '' });
    const back = await this.#awards(scope, { plaqueDue: true });
    return [...made.map((one) => lineOf('plaque.hand-over', one)), ...back.map((one) => lineOf('plaque.take-back', one, one.custody.dueBackOn))];
  }

  /** A unit's own plaques that were handed over and do not hang yet. */
  async #hanging({ unitId }: Actor): Promise<Item[]> {
    const found = await this.#awards({ unitId }, { ...OUT, 'custody.handedOn': { $gt: '' }, 'custody.hungOn': '' });
    return found.map((one) => lineOf('plaque.hang', one));
  }

  /** Drafts of one's own unit that somebody else wrote. */
  async #drafts({ unitId, personId }: Actor): Promise<Item[]> {
    const found = await this.bulletins.bulletins.list({ unitId, state: 'draft', writers: { $ne: personId } }, { _id: -1 }, MOST);
    return found.map(({ id, title, kindZh, periodZh }) => ({ kind: 'bulletin.approve', id, title: title || `${kindZh}${periodZh}`, due: '' }));
  }

  /** What the scheme has this seat's kind of body carry out. */
  async #rewards(by: Actor): Promise<Item[]> {
    const due = await this.rewards.lines.list({ ...(await within(by, 'reward.carry', undefined, this.units)), state: 'due', suspendedOn: '', by: { $in: [by.unitKind, ''] }, unitId: { $ne: by.unitId } }, { dueOn: 1, _id: 1 }, MOST);
    return due.map(({ id, unitName, zh, dueOn }) => ({ kind: 'reward.carry', id, title: `${unitName}，${zh}`, due: dueOn }));
  }

  async #articles(by: Actor): Promise<Item[]> {
    const found = await this.articles.page(await within(by, 'showcase.review', undefined, this.units), { state: 'submitted' }, MOST);
    return found.filter((one) => mayReview(one, by.personId)).map(({ id, title }) => ({ kind: 'article.review', id, title, due: '' }));
  }

  #awards = (scope: Scoped, filter: Record<string, unknown>): Promise<Award[]> => this.awards.awards.list({ ...scope, ...filter }, { _id: 1 }, MOST);
}

const lineOf = (kind: string, { id, unitName, number }: Award, due = ''): Item => ({ kind, id, title: `${unitName}，${number}`, due });
