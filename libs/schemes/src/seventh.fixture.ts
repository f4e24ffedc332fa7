/** A programme that exists nowhere, written from docs/schemes.md alone: points up to 110, places, quotas, a direct award, two years. */
export const SEVENTH = `
format: 1
id: harbour-offices
version: 1
name: {zh: 港务所星级考评, en: Harbour offices}

sources:
  M: {document: 港务所星级考评办法, date: '2025-06-01'}

cycle: {years: 2, requires: [method], source: M 第二条}
window: {years: 2, reading: calendar, source: M 第二条}

kinds:
  office: {zh: 港务所, is: rated}
  pier: {zh: 码头站, is: rated}
  unit: {zh: 被考评单位, is: self}
  bureau: {zh: 港务局, is: body}

parameters:
  tie_rule: {zh: 并列处理, type: text, values: {in: {zh: 一并入选}, out: {zh: 一并不选}}, default: out, basis: 'derived: 办法未写'}
  lower_level: {zh: 摘牌后等级, type: level, ask: campaign, basis: 'derived: 办法未写'}

facts:
  region: {zh: 片区, type: text, from: {registry: above, field: bureau}}
  output: {zh: 吞吐量（万吨）, type: decimal, places: 1, from: {indicator: throughput}}
  rating: {zh: 满意度, type: decimal, places: 2, optional: true, from: {rating: customers, measure: mean}}
  accidents: {zh: 事故, type: records, absent: [], within: [on], from: {records: accident}, fields: {on: {zh: 日期, type: day}, cost: {zh: 损失（万元）, type: decimal, places: 2}}}
  awards: {zh: 获奖, type: records, absent: [], within: [on], fields: {on: {zh: 日期, type: day}, points: {zh: 分值, type: integer}}}
  national: {zh: 国家级表彰, type: boolean, absent: false}
  held: {zh: 现有等级, type: level, optional: true, from: {history: level}}
  barred: {zh: 被通报, type: boolean, absent: false}

populations:
  everyone: {zh: 全部, basis: 'derived: 全体'}
  same_region: {zh: 同片区, by: [region], source: M 第四条}
  rated_ones: {zh: 有满意度的, where: rating != null, source: M 第五条}

figures:
  loss: {zh: 损失合计, expr: 'accidents.sum(a, a.cost)', source: M 第七条}
  fraction_of_best: {zh: 与最高之比, expr: everyone.proportion(output), source: M 第四条}

levels:
  - {id: ordinary, stars: 0, zh: 一般, basis: 'derived: 其余'}
  - {id: sound, when: total >= 40, zh: 合格, source: M 第九条}
  - {id: good, when: total >= 50, zh: 良好, source: M 第九条}
  - {id: fine, when: total >= 60, zh: 优秀, holds: {years: 2}, source: M 第九条}

dimensions:
  - id: business
    zh: 业务
    score: {max: 70}
    source: M 第三条
    tasks:
      - id: place
        zh: 位次
        source: M 第四条
        items:
          - {id: place_points, zh: '第1名6分，第2至5名按比例', kind: score, score: {expr: 'everyone.rank(output) == 1 ? 6 : everyone.rank(output) <= 5 ? 6 * everyone.proportion(output) : 0', places: 2, rounding: half}}
          - {id: region_place, zh: 片区倒数第一扣分, kind: score, score: {expr: 'same_region.rankFromBottom(output) == 1 && same_region.size() > 1 ? -2 : 0'}}
          - {id: against_mean, zh: 高于平均的部分计分, kind: score, score: {expr: everyone.deviation(output), places: 1, rounding: half, min: -4, max: 4}}
      - id: base
        zh: 基础分
        source: M 第四条
        items:
          - {id: base_points, zh: 基础分, kind: score, score: {expr: 'min(output, 60)'}}
  - id: service
    zh: 服务
    when: kind == 'office'
    source: M 第五条
    tasks:
      - id: customers
        zh: 满意度
        source: M 第五条
        items:
          - {id: rating_points, zh: 满意度分, kind: score, score: {when: rating != null, expr: rating * 0.3, max: 30, places: 1, rounding: down}}

extras:
  - id: bonus
    zh: 加分
    score: {max: 10}
    source: M 第六条
    items:
      - {id: best_award, zh: 就高不重复, score: {expr: 'awards.highest(a, a.points)'}}
      - {id: every_award, zh: 每项1分, score: {expr: size(awards)}}
  - id: deduction
    zh: 扣分
    score: {min: -10}
    source: M 第七条
    items:
      - {id: per_accident, zh: 每起扣1.5分, score: {expr: -1.5 * size(accidents)}}
      - {id: per_loss, zh: 每10万元扣1分, score: {expr: -loss / 10, places: 1, rounding: half}}

total: {zh: 总分, min: 0, max: 110, source: M 第八条}

exclusions:
  - {id: barred_ones, zh: 被通报的不得参评, when: barred, source: M 第十条}
  - {id: other, zh: 其他情形, reason: true, by: bureau, source: M 第十条}
direct:
  - {id: national_award, zh: 国家级表彰直接认定, when: national, level: fine, source: M 第十一条}
caps:
  - {id: step_by_step, zh: 未获良好的不能评优秀, when: held == null || held < good, atMost: good, on: [declaring], source: M 第十二条}
quotas:
  - id: shares
    zh: 优秀10%、良好30%、合格40%、一般20%
    population: everyone
    shares: {fine: 10, good: 30, sound: 40, ordinary: 20}
    rounding: half
    on: [level]
    order: [total, scores.business]
    ties: {parameter: tie_rule}
    except: direct.national_award
    source: M 第十三条
  - {id: forward, zh: 推荐每片区不超过一半, population: same_region, shares: {fine: 50}, rounding: down, base: '!exclusions.barred_ones', on: [recommending], adjust: {by: bureau}, source: M 第十四条}

process:
  - id: P1
    zh: 申报
    source: M 第十五条
    steps:
      - {id: P1.1, zh: 申报, act: declare, by: unit, to: bureau, window: {from: 09-01, to: 09-18}}
      - {id: P1.2, zh: 推荐, act: recommend, by: bureau, quota: forward, due: {on: 01-31, year: 2, holiday: next}, cure: {workdays: 10}}
      - {id: P1.3, zh: 评定, act: decide, by: bureau, with: [bureau], least: {workdays: 3}, documents: [list]}

recheck:
  {id: RC, zh: 复查, levels: [fine], years: 1, source: M 第十六条, review: {by: bureau}, keep: {id: RC1, zh: 保留, source: M 第十六条},
   revoke: {id: RC2, zh: 撤销, level: {parameter: lower_level}, effects: [back], source: M 第十六条}}
ladder:
  categories: []
  rungs:
    - {id: card, zh: 黄牌, by: bureau, deadline: {workdays: 20}, apart: true, source: M 第十七条, failed: {zh: 摘牌降级, report: bureau, level: {parameter: lower_level}, effects: [back], source: M 第十七条}}
honours:
  fee: {zh: 经费下拨, source: M 第十八条}
effects:
  - {id: card_given, zh: 下滑的黄牌警告, of: unit, when: held == fine && total != null && total < 50, action: rectification, rung: card, source: M 第十七条}
  - {id: money, zh: 补助, of: office, when: level == fine, action: subsidy, amount: 5, source: M 第十八条}
  - {id: link, zh: 与经费挂钩, of: unit, when: level >= good, action: link, in: [fee], source: M 第十八条}
  - {id: board, zh: 授牌, of: unit, when: level == fine, action: plaque, by: bureau, source: M 第十八条}
  - {id: back, zh: 收回牌匾, of: unit, action: plaque-return, by: bureau, deadline: {ask: true}, source: M 第十八条}
documents:
  method: {zh: 考评细则, by: bureau, source: M 第二条}
  list: {zh: 名单, by: bureau, source: M 第十五条}
`;

const day = '2025-05-05';
export const office = (unit: string, output: number, facts: object = {}, more: object = {}) => ({
  unit, kind: 'office', facts: { region: 'east', output, rating: 90, ...facts }, ...more,
});

/** Ten offices whose points can be counted by hand. */
export const TEN = {
  window: { from: '2024-01-01', to: '2025-12-31' },
  parameters: { lower_level: 'ordinary' },
  units: [
    office('H01', 60, { awards: [{ on: day, points: 8 }, { on: day, points: 5 }] }),
    office('H02', 50, { region: 'west' }),
    office('H03', 45),
    office('H04', 40, { accidents: [{ on: day, cost: 12.55 }] }),
    office('H05', 30, { region: 'west', rating: null }),
    office('H06', 25),
    office('H07', 20, {}, { kind: 'pier' }),
    office('H08', 15, { national: true }),
    office('H09', 10, { barred: true }),
    office('H10', 5, {}, { reasons: { other: '迁址停业' } }),
  ],
};
