import { createHmac } from 'node:crypto';
import { robotCall, robotRefused } from './robot-rule.ts';

const secret = 'SECtestsecret';
const DINGTALK = '1k/k1M3fRj7XwNQ2bXM74cujS/8uiygr8ao50v6pkzg=';
const FEISHU = 'c2MLAVaWavNJMlMWFqI1FxHd+lpLuj92+VxWE3ymvRk=';
const GENERIC = '532ab245967446a3c3b2fb772f1683752c98764c9d2728813ef1191e87c3dbb6';
const at = (ms: number) => new Date(ms);

/** The expected values were made with `openssl dgst -sha256 -hmac`. */
describe('a robot signs as its vendor asks', () => {
  test('DingTalk: timestamp and signature in the query', () => {
    const { url, body } = robotCall({ vendor: 'dingtalk', url: 'https://oapi.example.org/robot/send?access_token=abc', secret }, '词', 'k1', at(1_577_262_236_757));
    const query = new URL(url).searchParams;
    expect([query.get('access_token'), query.get('timestamp'), query.get('sign')]).toEqual(['abc', '1577262236757', DINGTALK]);
    expect(JSON.parse(body)).toEqual({ msgtype: 'text', text: { content: '词' } });
  });

  test('Feishu: timestamp and signature in the body', () => {
    const { url, body } = robotCall({ vendor: 'feishu', url: 'https://open.example.org/hook/abc', secret }, '词', 'k1', at(1_599_360_473_999));
    expect([url, JSON.parse(body)]).toEqual(['https://open.example.org/hook/abc', { timestamp: '1599360473', sign: FEISHU, msg_type: 'text', content: { text: '词' } }]);
  });

  test('WeCom: the key is in the address', () => {
    const { url, body } = robotCall({ vendor: 'wecom', url: 'https://qyapi.example.org/send?key=abc', secret: '' }, '词', 'k1', at(0));
    expect([url, JSON.parse(body)]).toEqual(['https://qyapi.example.org/send?key=abc', { msgtype: 'text', text: { content: '词' } }]);
  });

  test('others: time and signature of time and body in a header', () => {
    const { body, headers } = robotCall({ vendor: 'generic', url: 'https://example.org/in', secret }, '词', 'k1', at(1_577_262_236_757));
    expect([body, headers]).toEqual(['{"id":"k1","text":"词"}', { 'idempotency-key': 'k1', 'x-xingchuang-signature': `t=1577262236,v1=${GENERIC}` }]);
    expect(createHmac('sha256', secret).update(`1577262236.${body}`).digest('hex')).toBe(GENERIC);
  });

  test.each(['dingtalk', 'wecom', 'feishu', 'generic'] as const)('%s: the key of a message is the same for each attempt', (vendor) => {
    const call = (ms: number) => robotCall({ vendor, url: 'https://example.org/in', secret }, '词', 'k1', at(ms)).headers['idempotency-key'];
    expect([call(1), call(9_999_999)]).toEqual(['k1', 'k1']);
  });
});

test.each([
  ['wecom', 200, '{"errcode":0,"errmsg":"ok"}', ''],
  ['wecom', 200, '{"errcode":93000,"errmsg":"invalid webhook url"}', 'code 93000'],
  ['dingtalk', 200, '{"errcode":310000}', 'code 310000'],
  ['feishu', 200, '{"code":0}', ''],
  ['feishu', 200, '{"StatusCode":0}', ''],
  ['feishu', 200, '{"code":19021}', 'code 19021'],
  ['feishu', 200, '<html>', 'not JSON'],
  ['generic', 204, '', ''],
  ['generic', 302, '', 'HTTP 302'],
  ['wecom', 500, '', 'HTTP 500'],
] as const)('%s answers %i %s', (vendor, status, body, reason) => {
  expect(robotRefused(vendor, status, body)).toBe(reason);
});
