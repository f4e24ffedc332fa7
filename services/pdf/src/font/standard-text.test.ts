import { standardText } from './standard-text.ts';

test.each([
  ['\ue863', '䶮'],
  ['\ue81e\ue864', '龴龻'],
  ['\ue815', '⺁'],
  ['\ue814', '\ue814'],
  ['e\u0301', 'é'],
  ['中共䶮溪镇', '中共䶮溪镇'],
  ['𬭎', '𬭎'],
])('%j → %s', (old, today) => {
  expect(standardText(old)).toBe(today);
});
