import { readFileSync } from 'node:fs';
import { parseScheme, type Scheme } from './index.ts';

/** The bureau of ten fictional branches under the first scheme file, for tests. */
export const organText = (): string =>
  readFileSync(new URL('../../../schemes/nanyang-organ-five-star.yaml', import.meta.url), 'utf8');
export const organScheme = (): Scheme => parseScheme(organText());

/** The scheme after one replacement that must take place. */
export function parseWith(text: string, was: string, is: string): Scheme {
  if (!text.includes(was)) throw new Error(`not in the file: ${was}`);
  return parseScheme(text.replace(was, is));
}

const ALL_MET = {
  study_atmosphere: true,
  learning_platform_done: true,
  cadre_academy_done: true,
  provincial_rank: 6,
  employment_done: true,
  enterprise_done: true,
  investment_done: true,
  projects_done: true,
  environment_done: true,
  clean_and_efficient: true,
  two_roles_played: true,
};

export const branch = (unit: string, facts: object = {}) => ({ unit, kind: 'branch', facts: { ...ALL_MET, ...facts } });

export const factsOf = (units: readonly object[], parameters: object = {}) => ({
  window: { from: '2025-01-01', to: '2025-12-31' },
  parameters: { rank_behind: 10, ...parameters },
  units,
});

const review = (rank_from_bottom: number, score: number) => ({
  section_reviews: [{ on: '2025-11-20', section: '重点科室', rank_from_bottom, score }],
});

export const BUREAU = factsOf([
  branch('B01'),
  branch('B02', { secretary_vacancies: [{ from: '2025-05-01', to: '2025-06-30' }] }),
  branch('B03', { overdue_elections: [{ from: '2025-09-01' }] }),
  branch('B04', { provincial_rank: 7 }),
  branch('B05', { criticisms: [{ on: '2025-07-15', form: 'superior_circular', about: 'slow_action' }] }),
  branch('B06', {
    provincial_rank: null,
    typical_experiences: [{ on: '2025-10-10', title: '一窗通办' }],
    learning_platform_done: false,
  }),
  branch('B07', { evaluations: [{ on: '2025-08-01', name: '基层站所评议', rank_from_bottom: 8 }] }),
  branch('B08', review(7, 81)),
  branch('B09', review(1, 74.5)),
  branch('B10', { non_member_work: [{ on: '2025-03-12' }] }),
]);
