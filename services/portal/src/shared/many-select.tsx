import { Select, type SelectProps } from 'antd';

/** Chooses several. Tab only goes on: by itself the list would take Tab as a choice and undo the one just made. */
export function ManySelect(props: Omit<SelectProps<string[]>, 'mode'>) {
  return (
    <div onKeyDownCapture={(event) => event.key === 'Tab' && event.stopPropagation()}>
      <Select mode="multiple" style={{ width: '100%' }} {...props} />
    </div>
  );
}
