/** Tabs of one browser share one session: what one tab changes about it, the others must see at once. */
const channel = new BroadcastChannel('xingchuang-session');

export const tellOtherTabs = (): void => channel.postMessage('changed');

/** Another tab signed out or switched the seat: what this one shows is no longer the seat's. */
export const reloadWithOtherTabs = (): void => {
  channel.onmessage = () => location.reload();
};
