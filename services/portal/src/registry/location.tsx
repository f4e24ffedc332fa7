import { Form, Input } from 'antd';
import type { UnitLocation } from '@xingchuang/contracts';

const PAIR = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,，]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/;

export const locationText = (location?: UnitLocation): string => (location ? `${location.latitude}, ${location.longitude}` : '');

/** What somebody wrote as a place; undefined where it is none. */
export function locationOf(text: string): UnitLocation | undefined {
  const [, latitude, longitude] = PAIR.exec(text) ?? [];
  return longitude === undefined ? undefined : { latitude: Number(latitude), longitude: Number(longitude) };
}

/** Where a unit is, as maps give it to copy. */
export function LocationItem() {
  return (
    <Form.Item name="location" label="所在位置（纬度, 经度）" extra="例如 32.99, 112.53；台账照片的拍摄地点离这里太远会有提示，不填则按上级单位的位置" rules={[{ validator: (_, value) => (!value || locationOf(value as string) ? Promise.resolve() : Promise.reject(new Error('应为纬度和经度两个数，用逗号隔开'))) }]}>
      <Input maxLength={60} autoComplete="off" />
    </Form.Item>
  );
}
