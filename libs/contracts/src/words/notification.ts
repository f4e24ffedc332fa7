import type { Words } from '../words.ts';

export const notificationWords: Readonly<Record<string, Words>> = {
  'notification.missing': { zh: '没有这条消息', en: 'There is no such notification' },
  'notification.unknown-kind': { zh: '没有这种消息：{kind}', en: 'There is no such kind of notification: {kind}' },
  'mail.not-configured': { zh: '系统没有配置邮件服务器，请联系管理员', en: 'No mail server is configured; tell the administrator' },
  'mail.unconfirmed': { zh: '邮箱尚未确认，请先发送测试邮件并输入确认码', en: 'The address is not confirmed; send a test message and enter its code' },
  'mail.no-address': { zh: '请先填写邮箱', en: 'Give an address first' },
  'mail.tested-just-now': { zh: '每{seconds}秒只能发送一封测试邮件，请稍候', en: 'One test message in {seconds} seconds; please wait' },
  'mail.no-code': { zh: '没有可用的确认码，请重新发送测试邮件', en: 'There is no code to confirm with; send another test message' },
  'mail.wrong-code': { zh: '确认码不对，请核对邮件', en: 'The code is wrong; look into the message again' },
  'mail.undelivered': { zh: '邮件没有发出（{reason}），请核对邮箱', en: 'The message was not sent ({reason}); check the address' },
  'robot.address-lost': { zh: '这个机器人的地址已无法读取，请重新填写地址和密钥', en: 'The address of this robot can no longer be read; enter address and secret anew' },
  'robot.missing': { zh: '没有这个机器人', en: 'There is no such robot' },
  'robot.not-https': { zh: '地址须以https://开头，并使用默认端口', en: 'The address must be https on its own port' },
  'robot.credentials-in-address': { zh: '地址中不能含有用户名或密码', en: 'The address must hold no user name or password' },
  'robot.unknown-host': { zh: '找不到主机{host}', en: 'The host {host} cannot be found' },
  'robot.closed-address': { zh: '主机{host}不在公网，不允许访问', en: 'The host {host} is not on the public net and is not called' },
  'delivery.missing': { zh: '没有这条发送记录', en: 'There is no such message' },
  'delivery.not-parked': { zh: '只有搁置的才能重试', en: 'Only a parked message can be tried again' },
  'reminder.missing': { zh: '没有这条提醒', en: 'There is no such reminder' },
  'reminder.day-passed': { zh: '日期不能早于今天（{today}）', en: 'The day must not lie before today ({today})' },
  'reminder.over': { zh: '已经提醒或取消，不能再改', en: 'It was told or cancelled before' },
};
