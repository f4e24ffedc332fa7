import type { ArticleState } from '@xingchuang/contracts';
import { State, type Tone } from '../shared/page.tsx';

export const STATE_WORDS: Readonly<Record<ArticleState, string>> = { draft: '草稿', submitted: '待审核', returned: '已退回', published: '已发布', withdrawn: '已撤下' };
const TONES: Readonly<Record<ArticleState, Tone>> = { draft: '', submitted: 'due', returned: 'bad', published: 'good', withdrawn: '' };

export const ArticleStateMark = ({ of }: { readonly of: ArticleState }) => <State tone={TONES[of]}>{STATE_WORDS[of]}</State>;
