import { Button } from 'antd';
import { useRef, useState } from 'react';
import { FactsImported } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';

interface Facts {
  readonly unit: string;
  readonly facts: unknown;
  readonly refs?: unknown;
}

/** Facts of many units from one file, by unit code; all are taken or none. */
export function FactsImport({ campaignId }: { readonly campaignId: string }) {
  const say = useSay();
  const input = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState('');
  const command = useCommand(FactsImported, ({ taken }) => say(`已录入 ${taken} 个单位的事实`));
  const read = async (file: File) => {
    setFault('');
    try {
      const { units } = JSON.parse(await file.text()) as { units: unknown };
      command.give({
        path: `/api/assessment/campaigns/${campaignId}/facts/import`,
        body: { units: (units as Facts[]).map(({ unit, facts, refs }) => ({ unit, facts, ...(refs ? { refs } : {}) })) },
      });
    } catch {
      setFault('这个文件不是事实文件：应为 JSON，含 units 列表。一个单位也没有录入。');
    }
  };
  return (
    <section className="card" aria-labelledby="facts-import">
      <div className="row between">
        <div>
          <h2 id="facts-import">考评事实</h2>
          <p className="quiet small">可逐个单位在其页面录入，也可以用事实文件一次导入；有一处不对就全部不录。</p>
        </div>
        <Button loading={command.busy} onClick={() => input.current?.click()}>
          导入事实文件
        </Button>
        <input
          ref={input}
          className="hidden-input"
          type="file"
          accept=".json,application/json"
          aria-label="选择事实文件"
          tabIndex={-1}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file) void read(file);
          }}
        />
      </div>
      {fault && (
        <p className="alert bad" role="alert">
          {fault}
        </p>
      )}
      <ProblemAlert problem={command.problem} />
    </section>
  );
}
