/** A place in the text that one may want to go to. */
export interface Place {
  readonly line: number;
  readonly words: string;
}
export interface OutlinePart extends Place {
  readonly below: readonly Place[];
}

/** Parts whose entries stand under their names; in others a key is no entry. */
const NAMED = new Set(['sources', 'kinds', 'parameters', 'facts', 'populations', 'figures', 'honours', 'documents']);
const PARTS: Readonly<Record<string, string>> = {
  format: '格式', id: '标识', version: '版本', name: '名称', sources: '依据文件', cycle: '周期', window: '考评期', kinds: '单位类型', parameters: '参数', facts: '事实', populations: '比较范围', figures: '计算值', levels: '等级', dimensions: '星和方面',
  extras: '加减分', total: '总分', exclusions: '不得参评', direct: '直接认定', vetoes: '一票否决', caps: '封顶', quotas: '名额', process: '程序', notice: '公示', adjustment: '动态调整', recheck: '复查', ladder: '整改', duties: '应有记录', titles: '称号', honours: '评优事项', effects: '奖惩', documents: '文书',
};

/** The parts of a scheme's text with what stands in them, read from its lines: it need not be without faults. */
export function outlineOf(text: string): OutlinePart[] {
  const parts: (Place & { below: Place[] })[] = [];
  let within = '';
  text.split('\n').forEach((content, i) => {
    const [, part] = /^([a-z]+):/.exec(content) ?? [];
    if (part !== undefined) {
      within = part;
      parts.push({ line: i + 1, words: PARTS[part] ?? part, below: [] });
      return;
    }
    const [, id] = /^ {0,12}- *\{?id: *([\w.]+)/.exec(content) ?? (NAMED.has(within) ? /^ {2}([A-Za-z]\w*):/.exec(content) : null) ?? [];
    if (id === undefined || parts.length === 0) return;
    const [, zh] = /zh: *['"“]?([^,'"}]+)/.exec(content) ?? [];
    parts.at(-1)!.below.push({ line: i + 1, words: zh ? `${id} ${zh.trim()}` : id });
  });
  return parts;
}
