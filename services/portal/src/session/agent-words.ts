const DEVICES = [/iPhone|iPad/, /Android/, /Windows/, /Mac OS/, /Linux/];
const BROWSERS = [/MicroMessenger/, /Edg\//, /Chrome\//, /Firefox\//, /Safari\//];

/** What sort of browser on what sort of device, as far as it says. */
export function agentWords(agent: string): string {
  const words = [
    ['苹果手机或平板', '安卓设备', 'Windows 电脑', '苹果电脑', 'Linux 电脑'][DEVICES.findIndex((one) => one.test(agent))],
    ['微信', 'Edge 浏览器', 'Chrome 浏览器', 'Firefox 浏览器', 'Safari 浏览器'][BROWSERS.findIndex((one) => one.test(agent))],
  ];
  return words.filter(Boolean).join(' · ') || '其他设备';
}
