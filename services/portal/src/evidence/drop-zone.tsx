import CameraOutlined from '@ant-design/icons/CameraOutlined';
import PlusOutlined from '@ant-design/icons/PlusOutlined';
import { Button } from 'antd';
import { useEffect, useRef, useState, type DragEvent } from 'react';
import { sizeWords } from '../shared/day-words.ts';
import type { Sending, useUploads } from './uploads.ts';
import './evidence.css';

type Uploads = ReturnType<typeof useUploads>;

/** Where files come in: dropped, pasted, chosen, or taken with the camera of a phone. */
export function DropZone({ uploads, small = false }: { readonly uploads: Uploads; readonly small?: boolean }) {
  const [over, setOver] = useState(false);
  const choose = useRef<HTMLInputElement>(null);
  const photograph = useRef<HTMLInputElement>(null);
  const { add } = uploads;
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) add(files);
    };
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
  });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    add(event.dataTransfer.files);
  };
  const input = (ref: typeof choose, label: string, camera: boolean) => (
    <input
      ref={ref}
      type="file"
      aria-label={label}
      className="hidden-input"
      tabIndex={-1}
      {...(camera ? { accept: 'image/*', capture: 'environment' as const } : { multiple: true })}
      onChange={(event) => {
        add(event.target.files ?? []);
        event.target.value = '';
      }}
    />
  );
  return (
    <div>
      <div
        className={`drop-zone ${over ? 'over' : ''} ${small ? 'small-zone' : ''}`}
        onDragOver={(event) => (event.preventDefault(), setOver(true))}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <div className="row">
          <Button type={small ? 'default' : 'primary'} icon={<PlusOutlined />} onClick={() => choose.current?.click()}>
            选择文件
          </Button>
          <Button className="phone-only" icon={<CameraOutlined />} onClick={() => photograph.current?.click()}>
            拍照
          </Button>
        </div>
        <p className="quiet small desk-only">也可以把文件拖到这里，或直接粘贴截图。照片、扫描件、文档都可以，一次可选多个。</p>
        {input(choose, '选择要上传的文件', false)}
        {input(photograph, '拍照上传', true)}
      </div>
      <Sendings uploads={uploads} />
    </div>
  );
}

function Sendings({ uploads: { sendings, again, clear } }: { readonly uploads: Uploads }) {
  if (sendings.length === 0) return null;
  const done = sendings.filter(({ receipt }) => receipt).length;
  return (
    <div className="sendings">
      <div className="row between">
        <p role="status">
          已收到 {done} / {sendings.length} 个文件
        </p>
        {done > 0 && (
          <button type="button" className="plain small" onClick={clear}>
            收起已完成的
          </button>
        )}
      </div>
      <ul aria-label="上传进度">
        {sendings.slice(0, 100).map((sending) => (
          <li key={sending.key}>
            <span className="name">{sending.file.name}</span>
            <span className="quiet small nowrap">{sizeWords(sending.file.size)}</span>
            <Outcome sending={sending} again={() => again(sending)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Outcome({
  sending: { file, part, receipt, problem },
  again,
}: {
  readonly sending: Sending;
  readonly again: () => void;
}) {
  if (problem) {
    return (
      <span className="outcome bad">
        {problem.title}{' '}
        <button type="button" className="plain" onClick={again}>
          重试
        </button>
      </span>
    );
  }
  if (receipt) {
    return (
      <span className="outcome" title={`SHA-256 ${receipt.sha256}`}>
        {receipt.duplicate ? '之前已上传过，未重复保存' : '已收到'}{' '}
        <span className="quiet small">回执 {receipt.sha256.slice(0, 8)}</span>
      </span>
    );
  }
  return <progress className="outcome" value={part} aria-label={`${file.name} 上传进度`} />;
}
