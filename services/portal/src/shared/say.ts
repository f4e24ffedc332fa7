import { App } from 'antd';

/** Says in passing that something was done; screen readers hear it too. */
export function useSay(): (words: string) => void {
  const { message } = App.useApp();
  return (words) => void message.success(words);
}
