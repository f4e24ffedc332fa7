import CameraOutlined from '@ant-design/icons/CameraOutlined';
import PlusOutlined from '@ant-design/icons/PlusOutlined';
import { Button } from 'antd';
import { useEffect, useRef, useState, type DragEvent, type ReactNode } from 'react';
import { Sendings } from './sendings.tsx';
import type { Uploads } from './uploads.ts';
import './evidence.css';

/** Where files come in: dropped, pasted, chosen, or taken with the camera of a phone. */
export function DropZone({ uploads, small = false, children }: { readonly uploads: Uploads; readonly small?: boolean; readonly children?: ReactNode }) {
  const [over, setOver] = useState(false);
  const choose = useRef<HTMLInputElement>(null);
  const photograph = useRef<HTMLInputElement>(null);
  const { add } = uploads.queue;
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
        <p className="quiet small desk-only">也可以把文件拖到这里，或直接粘贴截图。照片、扫描件、文档都可以，一次可选{small ? '多个' : '几百个，压缩包（zip）会自动拆开'}。</p>
        {input(choose, '选择要上传的文件', false)}
        {input(photograph, '拍照上传', true)}
        {children}
      </div>
      <Sendings uploads={uploads} />
    </div>
  );
}
