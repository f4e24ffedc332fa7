import { theme as antd, type ThemeConfig } from 'antd';

const LIGHT = {
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
};

/** The dark side of the palette in `global.css`. */
const DARK = {
  colorPrimary: '#3d6d96',
  colorLink: '#8bbbe6',
  colorInfo: '#9cc3e6',
  colorError: '#ff9b93',
  colorWarning: '#f0bd66',
  colorSuccess: '#86cf9c',
  colorText: '#e6ebf0',
  colorTextSecondary: '#bdc7d1',
  colorTextTertiary: '#a3b0bc',
  colorTextDescription: '#a3b0bc',
  colorTextPlaceholder: '#bdc7d1',
  colorBorder: '#4d5d6c',
  colorBorderSecondary: '#33404c',
  colorBgLayout: '#12181f',
  colorBgContainer: '#1b232c',
  colorBgElevated: '#222c37',
};

/** Red stands only for identity, stars and what cannot be undone; everything else is a deep blue-grey. */
export const themeOf = (isDark: boolean): ThemeConfig => ({
  algorithm: isDark ? antd.darkAlgorithm : antd.defaultAlgorithm,
  token: {
    ...(isDark ? DARK : LIGHT),
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
    ...(isDark && { Button: { defaultHoverColor: DARK.colorLink, defaultActiveColor: DARK.colorLink } }), // the primary colour of the dark side is too dark for words
    Form: { itemMarginBottom: 20, verticalLabelPadding: '0 0 4px' },
    Select: { optionSelectedBg: 'var(--blue-soft)', optionActiveBg: 'var(--soft)' },
    Tabs: { horizontalItemPadding: '10px 0' },
  },
});
