import { Button } from 'antd';
import { Nothing } from '../shared/page.tsx';

/** A page that broke, or a part of it that could not be fetched; what was typed is kept as a draft. */
export function Fault() {
  return (
    <Nothing
      title="这个页面没能打开"
      next={
        <Button type="primary" onClick={() => location.reload()}>
          重新载入
        </Button>
      }
    >
      可能是网络中断，或系统刚刚更新。您填写的内容已保留在本机。
    </Nothing>
  );
}
