import { Button, Checkbox, Modal } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { DraftView, type DraftDetail } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { useMay } from '../session/session.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';
import { useSay } from '../shared/say.ts';

/** Publishes the saved draft for good, after one has said that one has looked. */
export function DraftPublish({ draft: { id, version, title, nextVersion }, ready }: { readonly draft: DraftDetail; readonly ready: boolean }) {
  const may = useMay();
  const say = useSay();
  const go = useNavigate();
  const [asked, setAsked] = useState(false);
  const [looked, setLooked] = useState(false);
  const command = useCommand(DraftView, ({ published }) => {
    say('已发布');
    if (published) void go(`/app/assessment/schemes/${published.schemeId}/${published.version}`);
  });
  if (!may('scheme.publish')) return <span className="quiet small">写好后请系统管理员发布</span>;
  return (
    <>
      <Button danger disabled={!ready} title={ready ? '' : '没有问题并保存后才能发布'} onClick={() => setAsked(true)}>
        发布…
      </Button>
      <Modal
        title={`发布“${title}”第 ${nextVersion} 版？`}
        open={asked}
        okText="发布"
        okButtonProps={{ danger: true, disabled: !looked, loading: command.busy }}
        cancelText="再看看"
        onOk={() => command.give({ path: `/api/assessment/scheme-drafts/${id}/publication`, body: {}, version })}
        onCancel={() => setAsked(false)}
      >
        <p>发布后这一版不能再改，只能再发新版。正在进行的评定仍用原来的版本，改用新版由开展评定的单位决定。</p>
        <p style={{ marginTop: 12 }}>
          <Checkbox checked={looked} onChange={(event) => setLooked(event.target.checked)}>
            已看过与已发布版本的差异和试算结果
          </Checkbox>
        </p>
        <ProblemAlert problem={command.problem} />
      </Modal>
    </>
  );
}
