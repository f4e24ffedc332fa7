import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const PATHS = ['/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);
let found: Promise<boolean> | undefined;

/** Whether LibreOffice is there to make pages of office documents. */
export const hasConverter = (): Promise<boolean> => (found ??= look('soffice'));

async function look(program: string): Promise<boolean> {
  for (const folder of PATHS.split(delimiter)) {
    if (await access(join(folder, program), constants.X_OK).then(() => true, () => false)) return true;
  }
  return false;
}
