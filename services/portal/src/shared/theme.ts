import type { ThemeConfig } from 'antd';

/** Red stands only for identity, stars and what cannot be undone; everything else is a deep blue-grey. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#2c4a63',
    colorLink: '#2c5f8a',
    colorInfo: '#2c4a63',
    colorError: '#b71c1c',
    colorWarning: '#8a5300',
    colorSuccess: '#2b6a3d',
    colorText: '#1d2733',
    colorTextSecondary: '#4b5866',
    colorTextTertiary: '#5d6a78',
    colorTextDescription: '#5d6a78',
    colorTextPlaceholder: '#6b7785',
    colorBorder: '#c3ccd5',
    colorBorderSecondary: '#e3e8ed',
    colorBgLayout: '#f4f6f8',
    borderRadius: 6,
    fontSize: 14,
    lineHeight: 1.6,
    controlHeight: 36,
    fontFamily:
      "'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', system-ui, sans-serif",
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: {
    Form: { itemMarginBottom: 20, verticalLabelPadding: '0 0 4px' },
    Select: { optionSelectedBg: '#e6edf3', optionActiveBg: '#f0f3f6' },
    Tabs: { horizontalItemPadding: '10px 0' },
  },
};
