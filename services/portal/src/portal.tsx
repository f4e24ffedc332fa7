import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { RouterProvider } from 'react-router';
import { ProblemError } from './api/problem-error.ts';
import { language } from './language/language.ts';
import { router } from './routes.tsx';
import { useIsDark } from './shared/appearance.ts';
import { Said } from './shared/said.tsx';
import { themeOf } from './shared/theme.ts';

/** A refusal does not change by being asked again; a network may. */
const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: (times, error) => times < 2 && !(error instanceof ProblemError && error.problem.status > 0) },
  },
});

export function Portal() {
  return (
    <ConfigProvider locale={language === 'en' ? enUS : zhCN} theme={themeOf(useIsDark())} button={{ autoInsertSpace: false }}>
      <Said>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Said>
    </ConfigProvider>
  );
}
