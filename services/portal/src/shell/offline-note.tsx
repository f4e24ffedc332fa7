import { useIsOnline } from '../shared/network.ts';

/** Says that there is no network, and that nothing is lost by it. */
export function OfflineNote() {
  const isOnline = useIsOnline();
  return (
    <div role="status" className="no-print">
      {!isOnline && <p className="alert offline">现在没有网络。填写的内容和选好的文件保存在本机，网络恢复后接着办理；提交和上传会自动继续。</p>}
    </div>
  );
}
