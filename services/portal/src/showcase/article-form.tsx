import { Form, Input } from 'antd';
import { ArticleView, type ArticleWrite } from '@xingchuang/contracts';
import type { Order } from '../api/command.ts';
import { CommandForm } from '../shared/command-form.tsx';
import { PhotoPicker } from './photo-picker.tsx';

interface ArticleFormProps {
  readonly unitId: string;
  readonly draft: string;
  readonly initial: Partial<ArticleWrite>;
  readonly order: (values: ArticleWrite) => Order;
  readonly done: (article: ArticleView) => void;
}

/** Title, text and photos of a case. */
export function ArticleForm({ unitId, draft, initial, order, done }: ArticleFormProps) {
  return (
    <CommandForm
      label="典型案例"
      submit="保存"
      edits
      draft={draft}
      schema={ArticleView}
      said="已保存"
      initial={{ photos: [], ...initial }}
      order={({ title, text, photos }: ArticleWrite) => order({ title, text, photos: photos.map(({ fileId, caption }) => ({ fileId, caption })) })}
      done={done}
    >
      <Form.Item name="title" label="标题" rules={[{ required: true, message: '请填写标题' }]}>
        <Input maxLength={100} showCount />
      </Form.Item>
      <Form.Item name="text" label="正文" rules={[{ required: true, message: '请填写正文' }]} extra="写清背景、做法和成效；换行即分段">
        <Input.TextArea autoSize={{ minRows: 10, maxRows: 30 }} maxLength={20_000} showCount />
      </Form.Item>
      <Form.Item name="photos" label="照片" extra="公开的是去除拍摄时间、地点等信息的副本；请确认照片中的人同意公开">
        <PhotoPicker unitId={unitId} />
      </Form.Item>
    </CommandForm>
  );
}
