import AuditOutlined from '@ant-design/icons/AuditOutlined';
import ApartmentOutlined from '@ant-design/icons/ApartmentOutlined';
import FolderOpenOutlined from '@ant-design/icons/FolderOpenOutlined';
import ProfileOutlined from '@ant-design/icons/ProfileOutlined';
import SettingOutlined from '@ant-design/icons/SettingOutlined';
import SoundOutlined from '@ant-design/icons/SoundOutlined';
import ToolOutlined from '@ant-design/icons/ToolOutlined';
import type { ComponentType } from 'react';
import { NavLink } from 'react-router';
import type { Action } from '@xingchuang/rules';
import { useMay } from '../session/session.ts';

interface Area {
  readonly to: string;
  readonly name: string;
  readonly icon: ComponentType;
  /** Who may do this sees the area; absent: everybody. */
  readonly for?: Action;
}

const AREAS: readonly Area[] = [
  { to: '/app/work', name: '我的工作', icon: ProfileOutlined },
  { to: '/app/evidence', name: '档案', icon: FolderOpenOutlined, for: 'record.read' },
  { to: '/app/assessment', name: '评定', icon: AuditOutlined },
  { to: '/app/rectification', name: '整改', icon: ToolOutlined, for: 'finding.read' },
  { to: '/app/publicity', name: '公示表彰', icon: SoundOutlined },
  { to: '/app/units', name: '组织', icon: ApartmentOutlined, for: 'unit.manage' },
  { to: '/app/system', name: '系统', icon: SettingOutlined, for: 'clock.move' },
];

/** The few words by which one gets about; at the left, or at the bottom of a phone. */
export function Menu() {
  const may = useMay();
  return (
    <nav className="menu" aria-label="主菜单">
      {AREAS.filter((area) => !area.for || may(area.for)).map(({ to, name, icon: Icon }) => (
        <NavLink key={to} to={to}>
          <span aria-hidden="true">
            <Icon />
          </span>
          <span className="word">{name}</span>
        </NavLink>
      ))}
    </nav>
  );
}
