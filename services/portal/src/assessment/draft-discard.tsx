import { Button, Modal } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { z } from 'zod';
import type { DraftDetail } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { drafts } from '../shared/draft.ts';
import { ProblemAlert } from '../shared/problem-alert.tsx';

export function DraftDiscard({ draft: { id, version, title } }: { readonly draft: DraftDetail }) {
  const go = useNavigate();
  const [asked, setAsked] = useState(false);
  const command = useCommand(z.undefined(), () => {
    drafts.remove(`scheme-draft:${id}`);
    void go('/app/assessment/schemes');
  });
  return (
    <>
      <Button onClick={() => setAsked(true)}>删去草稿</Button>
      <Modal
        title="删去这份草稿？"
        open={asked}
        okText="删去"
        okButtonProps={{ danger: true, loading: command.busy }}
        cancelText="不删"
        onOk={() => command.give({ method: 'DELETE', path: `/api/assessment/scheme-drafts/${id}`, version })}
        onCancel={() => setAsked(false)}
      >
        <p>“{title || '未命名的评定办法'}”的草稿删去后找不回来。已发布的版本不受影响。</p>
        <ProblemAlert problem={command.problem} />
      </Modal>
    </>
  );
}
