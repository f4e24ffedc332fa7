import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { SignedIn } from './session/signed-in.tsx';
import { Fault } from './shell/fault.tsx';
import { Lost } from './shell/lost.tsx';
import { Shell } from './shell/shell.tsx';
import { Coming } from './shared/problem-alert.tsx';

/** A page that is fetched when somebody goes there. */
const page = (path: string, load: () => Promise<ComponentType>): RouteObject => ({
  path,
  lazy: async () => ({ Component: await load() }),
});
const to = (path: string, target: string): RouteObject => ({ path, element: <Navigate to={target} replace /> });

const work = [page('work', () => import('./work/work-page.tsx').then((it) => it.WorkPage))];

const evidence = [
  to('evidence', '/app/evidence/files'),
  page('evidence/files', () => import('./evidence/files-page.tsx').then((it) => it.FilesPage)),
  page('evidence/records', () => import('./evidence/records-page.tsx').then((it) => it.RecordsPage)),
  page('evidence/records/new', () => import('./evidence/record-new-page.tsx').then((it) => it.RecordNewPage)),
  page('evidence/records/:id', () => import('./evidence/record-page.tsx').then((it) => it.RecordPageView)),
  page('evidence/duties', () => import('./evidence/duties-page.tsx').then((it) => it.DutiesPage)),
];

const assessment = [
  to('assessment', '/app/assessment/campaigns'),
  page('assessment/campaigns', () => import('./assessment/campaigns-page.tsx').then((it) => it.CampaignsPage)),
  page('assessment/campaigns/open', () => import('./assessment/campaign-open-page.tsx').then((it) => it.CampaignOpenPage)),
  page('assessment/campaigns/:id', () => import('./assessment/campaign-page.tsx').then((it) => it.CampaignPage)),
  page('assessment/campaigns/:id/titles', () => import('./assessment/titles-page.tsx').then((it) => it.TitlesPage)),
  page('assessment/campaigns/:id/spot-checks', () => import('./assessment/spot-checks-page.tsx').then((it) => it.SpotChecksPage)),
  page('assessment/campaigns/:id/facts/:unitId', () => import('./assessment/facts-page.tsx').then((it) => it.FactsPage)),
  page('assessment/candidacies/:id', () => import('./assessment/candidacy-page.tsx').then((it) => it.CandidacyPage)),
  page('assessment/candidacies/:id/decision', () => import('./assessment/decision-page.tsx').then((it) => it.DecisionPage)),
  page('assessment/schemes', () => import('./assessment/schemes-page.tsx').then((it) => it.SchemesPage)),
  page('assessment/schemes/:id', () => import('./assessment/scheme-page.tsx').then((it) => it.SchemePage)),
  page('assessment/ledger', () => import('./assessment/ledger-page.tsx').then((it) => it.LedgerPage)),
];

const rectification = [
  to('rectification', '/app/rectification/findings'),
  page('rectification/findings', () => import('./rectification/findings-page.tsx').then((it) => it.FindingsPage)),
  page('rectification/findings/new', () => import('./rectification/finding-new-page.tsx').then((it) => it.FindingNewPage)),
  page('rectification/findings/:id', () => import('./rectification/finding-page.tsx').then((it) => it.FindingPageView)),
  page('rectification/cases', () => import('./rectification/cases-page.tsx').then((it) => it.CasesPage)),
  page('rectification/cases/:id', () => import('./rectification/case-page.tsx').then((it) => it.CasePageView)),
];

const publicity = [
  to('publicity', '/app/publicity/notices'),
  page('publicity/notices', () => import('./publicity/notices-page.tsx').then((it) => it.NoticesPage)),
  page('publicity/notices/publish/:campaignId', () =>
    import('./publicity/notice-publish-page.tsx').then((it) => it.NoticePublishPage),
  ),
  page('publicity/notices/:id', () => import('./publicity/notice-page.tsx').then((it) => it.NoticePage)),
  page('publicity/awards', () => import('./publicity/awards-page.tsx').then((it) => it.AwardsPage)),
  page('publicity/bulletins', () => import('./publicity/bulletins-page.tsx').then((it) => it.BulletinsPage)),
  page('publicity/bulletins/:id', () => import('./publicity/bulletin-page.tsx').then((it) => it.BulletinPage)),
  page('publicity/effects', () => import('./publicity/effects-page.tsx').then((it) => it.EffectsPage)),
];

const registry = [
  page('units', () => import('./registry/units-page.tsx').then((it) => it.UnitsPage)),
  page('units/import', () => import('./registry/unit-import-page.tsx').then((it) => it.UnitImportPage)),
  page('units/:id', () => import('./registry/unit-page.tsx').then((it) => it.UnitPageView)),
];

const system = [
  to('system', '/app/system/clock'),
  page('system/clock', () => import('./system/clock-page.tsx').then((it) => it.ClockPage)),
  page('system/messages', () => import('./system/messages-page.tsx').then((it) => it.MessagesPage)),
  page('system/accounts', () => import('./system/accounts-page.tsx').then((it) => it.AccountsPage)),
  page('system/accounts/:id', () => import('./system/account-page.tsx').then((it) => it.AccountPageView)),
  page('me', () => import('./session/me-page.tsx').then((it) => it.MePage)),
];

/** What anyone may see without an account. */
const open = [
  page('/app/login', () => import('./session/login-page.tsx').then((it) => it.LoginPage)),
  page('/app/notices', () => import('./publicity/public-notices-page.tsx').then((it) => it.PublicNoticesPage)),
  page('/app/notices/:id', () => import('./publicity/public-notice-page.tsx').then((it) => it.PublicNoticePage)),
];

export const router = createBrowserRouter([
  {
    errorElement: <Fault />,
    hydrateFallbackElement: <Coming />,
    children: [
      to('/', '/app/work'),
      to('/app', '/app/work'),
      ...open,
      {
        path: '/app',
        element: <SignedIn />,
        children: [
          {
            element: <Shell />,
            children: [
              {
                errorElement: <Fault />,
                children: [
                  ...work,
                  ...evidence,
                  ...assessment,
                  ...rectification,
                  ...publicity,
                  ...registry,
                  ...system,
                  { path: '*', element: <Lost /> },
                ],
              },
            ],
          },
        ],
      },
      { path: '*', element: <Lost /> },
    ],
  },
]);
