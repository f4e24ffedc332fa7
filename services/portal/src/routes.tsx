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

const work = [
  page('work', () => import('./work/work-page.tsx').then((it) => it.WorkPage)),
  page('work/overview', () => import('./overview/overview-page.tsx').then((it) => it.OverviewPage)),
  page('work/overview/records/:what', () => import('./overview/records-page.tsx').then((it) => it.OverviewRecordsPage)),
];

const evidence = [
  to('evidence', '/app/evidence/files'),
  page('evidence/files', () => import('./evidence/files-page.tsx').then((it) => it.FilesPage)),
  page('evidence/files/:id', () => import('./evidence/file-page.tsx').then((it) => it.FilePageView)),
  page('evidence/gallery', () => import('./evidence/gallery-page.tsx').then((it) => it.GalleryPage)),
  page('evidence/batches', () => import('./evidence/batches-page.tsx').then((it) => it.BatchesPage)),
  page('evidence/batches/:id', () => import('./evidence/batch-page.tsx').then((it) => it.BatchPageView)),
  page('evidence/records', () => import('./evidence/records-page.tsx').then((it) => it.RecordsPage)),
  page('evidence/records/new', () => import('./evidence/record-new-page.tsx').then((it) => it.RecordNewPage)),
  page('evidence/records/:id', () => import('./evidence/record-page.tsx').then((it) => it.RecordPageView)),
  page('evidence/search', () => import('./search/search-page.tsx').then((it) => it.SearchPage)),
  page('evidence/archive', () => import('./archive/archive-page.tsx').then((it) => it.ArchivePage)),
  page('evidence/frozen-sets/:id', () => import('./archive/frozen-set-page.tsx').then((it) => it.FrozenSetPage)),
  page('evidence/imports', () => import('./archive/imports-page.tsx').then((it) => it.ImportsPage)),
  page('evidence/records/:id/correct', () => import('./evidence/record-correct-page.tsx').then((it) => it.RecordCorrectPage)),
  page('evidence/duties/calendar', () => import('./evidence/calendar-page.tsx').then((it) => it.CalendarPage)),
  page('evidence/duties', () => import('./evidence/duties-page.tsx').then((it) => it.DutiesPage)),
];

const audit = [
  page('evidence/audits', () => import('./audit/audits-page.tsx').then((it) => it.AuditsPage)),
  page('evidence/audits/new', () => import('./audit/audit-new-page.tsx').then((it) => it.AuditNewPage)),
  page('evidence/audits/:id', () => import('./audit/audit-page.tsx').then((it) => it.AuditPageView)),
  page('evidence/audits/:id/review', () => import('./audit/review-page.tsx').then((it) => it.ReviewPage)),
];

const integrity = [
  page('evidence/integrity', () => import('./integrity/integrity-page.tsx').then((it) => it.IntegrityPage)),
  page('evidence/integrity/properties', () => import('./integrity/four-properties-page.tsx').then((it) => it.FourPropertiesPage)),
  page('evidence/disposals', () => import('./integrity/disposals-page.tsx').then((it) => it.DisposalsPage)),
  page('evidence/holds', () => import('./integrity/holds-page.tsx').then((it) => it.HoldsPage)),
  page('evidence/disposals/:id', () => import('./integrity/disposal-page.tsx').then((it) => it.DisposalPageView)),
];

const community = [
  to('evidence/community', '/app/evidence/community/orders'),
  page('evidence/community/orders', () => import('./community/orders-page.tsx').then((it) => it.OrdersPage)),
  page('evidence/community/orders/new', () => import('./community/order-new-page.tsx').then((it) => it.OrderNewPage)),
  page('evidence/community/orders/:id', () => import('./community/order-page.tsx').then((it) => it.OrderPageView)),
  page('evidence/community/registrations', () => import('./community/registrations-page.tsx').then((it) => it.RegistrationsPage)),
  page('evidence/community/evaluations', () => import('./community/evaluations-page.tsx').then((it) => it.EvaluationsPage)),
  page('evidence/community/statistics', () => import('./community/statistics-page.tsx').then((it) => it.StatisticsPage)),
];

const assessment = [
  to('assessment', '/app/assessment/campaigns'),
  page('assessment/campaigns', () => import('./assessment/campaigns-page.tsx').then((it) => it.CampaignsPage)),
  page('assessment/campaigns/open', () => import('./assessment/campaign-open-page.tsx').then((it) => it.CampaignOpenPage)),
  page('assessment/campaigns/:id', () => import('./assessment/campaign-page.tsx').then((it) => it.CampaignPage)),
  page('assessment/side-by-side', () => import('./assessment/side-by-side-page.tsx').then((it) => it.SideBySidePage)),
  page('assessment/board', () => import('./assessment/board-page.tsx').then((it) => it.BoardPage)),
  page('assessment/rechecks', () => import('./assessment/rechecks-page.tsx').then((it) => it.RechecksPage)),
  page('assessment/campaigns/:id/quotas', () => import('./assessment/quota-page.tsx').then((it) => it.QuotaPage)),
  page('assessment/campaigns/:id/appeals', () => import('./assessment/appeals-page.tsx').then((it) => it.AppealsPage)),
  page('assessment/campaigns/:id/compare', () => import('./assessment/compare-page.tsx').then((it) => it.ComparePage)),
  page('assessment/campaigns/:id/move', () => import('./assessment/campaign-move-page.tsx').then((it) => it.CampaignMovePage)),
  page('assessment/campaigns/:id/titles', () => import('./assessment/titles-page.tsx').then((it) => it.TitlesPage)),
  page('assessment/campaigns/:id/spot-checks', () => import('./assessment/spot-checks-page.tsx').then((it) => it.SpotChecksPage)),
  page('assessment/campaigns/:id/facts/:unitId', () => import('./assessment/facts-page.tsx').then((it) => it.FactsPage)),
  page('assessment/candidacies/:id', () => import('./assessment/candidacy-page.tsx').then((it) => it.CandidacyPage)),
  page('assessment/candidacies/:id/decision', () => import('./assessment/decision-page.tsx').then((it) => it.DecisionPage)),
  page('assessment/schemes', () => import('./assessment/schemes-page.tsx').then((it) => it.SchemesPage)),
  page('assessment/schemes/:id', () => import('./assessment/scheme-page.tsx').then((it) => it.SchemePage)),
  page('assessment/schemes/:id/:version', () => import('./assessment/scheme-page.tsx').then((it) => it.SchemePage)),
  page('assessment/scheme-drafts/:id', () => import('./assessment/scheme-draft-page.tsx').then((it) => it.SchemeDraftPage)),
  page('assessment/adoptions', () => import('./assessment/adoptions-page.tsx').then((it) => it.AdoptionsPage)),
  page('assessment/ledger', () => import('./assessment/ledger-page.tsx').then((it) => it.LedgerPage)),
];

const onsite = [
  page('assessment/onsite', () => import('./onsite/areas.tsx').then((it) => it.OnsiteStart)),
  page('assessment/onsite/mine', () => import('./onsite/mine-page.tsx').then((it) => it.MinePage)),
  page('assessment/onsite/check/:id', () => import('./onsite/check-page.tsx').then((it) => it.CheckPage)),
  page('assessment/onsite/visits', () => import('./onsite/visits-page.tsx').then((it) => it.VisitsPage)),
  page('assessment/onsite/visits/new', () => import('./onsite/visit-new-page.tsx').then((it) => it.VisitNewPage)),
  page('assessment/onsite/visits/:id', () => import('./onsite/visit-page.tsx').then((it) => it.VisitPage)),
  page('assessment/onsite/plans', () => import('./onsite/plans-page.tsx').then((it) => it.PlansPage)),
  page('assessment/onsite/plans/:id', () => import('./onsite/plan-page.tsx').then((it) => it.PlanPage)),
  page('assessment/onsite/forms', () => import('./onsite/forms-page.tsx').then((it) => it.FormsPage)),
  page('assessment/onsite/forms/:id', () => import('./onsite/form-page.tsx').then((it) => it.FormPageView)),
  page('assessment/onsite/groups/:id', () => import('./onsite/group-page.tsx').then((it) => it.GroupPage)),
  page('assessment/onsite/groups', () => import('./onsite/groups-page.tsx').then((it) => it.GroupsPage)),
  page('assessment/onsite/draws', () => import('./onsite/draws-page.tsx').then((it) => it.DrawsPage)),
  page('assessment/onsite/ranking', () => import('./onsite/ranking-page.tsx').then((it) => it.RankingPage)),
];

const rating = [
  page('assessment/ratings', () => import('./rating/ratings-page.tsx').then((it) => it.RatingsPage)),
  page('assessment/ratings/open', () => import('./rating/rating-open-page.tsx').then((it) => it.RatingOpenPage)),
  page('assessment/ratings/indicators', () => import('./rating/indicators-page.tsx').then((it) => it.IndicatorsPage)),
  page('assessment/ratings/indicators/import', () => import('./rating/indicator-import-page.tsx').then((it) => it.IndicatorImportPage)),
  page('assessment/ratings/standings', () => import('./rating/standings-page.tsx').then((it) => it.StandingsPage)),
  page('assessment/ratings/standings/import', () => import('./rating/standing-import-page.tsx').then((it) => it.StandingImportPage)),
  page('assessment/ratings/standings/:id', () => import('./rating/standing-page.tsx').then((it) => it.StandingPageView)),
  page('assessment/ratings/members', () => import('./rating/members-page.tsx').then((it) => it.MembersPage)),
  page('assessment/ratings/:id', () => import('./rating/rating-page.tsx').then((it) => it.RatingPage)),
];

const rectification = [
  to('rectification', '/app/rectification/findings'),
  page('rectification/findings', () => import('./rectification/findings-page.tsx').then((it) => it.FindingsPage)),
  page('rectification/findings/new', () => import('./rectification/finding-new-page.tsx').then((it) => it.FindingNewPage)),
  page('rectification/findings/import', () => import('./rectification/finding-import-page.tsx').then((it) => it.FindingImportPage)),
  page('rectification/findings/:id', () => import('./rectification/finding-page.tsx').then((it) => it.FindingPageView)),
  page('rectification/matters', () => import('./rectification/matters-page.tsx').then((it) => it.MattersPage)),
  page('rectification/matters/new', () => import('./rectification/matter-new-page.tsx').then((it) => it.MatterNewPage)),
  page('rectification/matters/:id', () => import('./rectification/matter-page.tsx').then((it) => it.MatterPageView)),
  page('rectification/digest', () => import('./rectification/digest-page.tsx').then((it) => it.DigestPage)),
  page('rectification/summaries', () => import('./rectification/summaries-page.tsx').then((it) => it.SummariesPage)),
  page('rectification/steps', () => import('./steps/steps-page.tsx').then((it) => it.StepsPage)),
  page('rectification/cases', () => import('./rectification/cases-page.tsx').then((it) => it.CasesPage)),
  page('rectification/cases/:id', () => import('./rectification/case-page.tsx').then((it) => it.CasePageView)),
  page('rectification/due', () => import('./rectification/due-page.tsx').then((it) => it.DuePage)),
  page('rectification/handovers', () => import('./rectification/handovers-page.tsx').then((it) => it.HandoversPage)),
  page('rectification/handovers/new', () => import('./rectification/handover-new-page.tsx').then((it) => it.HandoverNewPage)),
  page('rectification/handovers/:id', () => import('./rectification/handover-page.tsx').then((it) => it.HandoverPageView)),
];

const publicity = [
  to('publicity', '/app/publicity/notices'),
  page('publicity/notices', () => import('./publicity/notices-page.tsx').then((it) => it.NoticesPage)),
  page('publicity/notices/publish/:campaignId', () =>
    import('./publicity/notice-publish-page.tsx').then((it) => it.NoticePublishPage),
  ),
  page('publicity/notices/:id', () => import('./publicity/notice-page.tsx').then((it) => it.NoticePage)),
  page('publicity/awards', () => import('./publicity/awards-page.tsx').then((it) => it.AwardsPage)),
  page('publicity/awards/:id', () => import('./publicity/award-page.tsx').then((it) => it.AwardPageView)),
  page('publicity/award-batches', () => import('./publicity/award-batches-page.tsx').then((it) => it.AwardBatchesPage)),
  page('publicity/award-batches/new', () => import('./publicity/award-batch-new-page.tsx').then((it) => it.AwardBatchNewPage)),
  page('publicity/award-batches/:id', () => import('./publicity/award-batch-page.tsx').then((it) => it.AwardBatchPageView)),
  page('publicity/bulletins', () => import('./publicity/bulletins-page.tsx').then((it) => it.BulletinsPage)),
  page('publicity/bulletins/new', () => import('./publicity/bulletin-new-page.tsx').then((it) => it.BulletinNewPage)),
  page('publicity/bulletin-kinds', () => import('./publicity/bulletin-kinds-page.tsx').then((it) => it.BulletinKindsPage)),
  page('publicity/rankings', () => import('./publicity/bulletin-ranking-page.tsx').then((it) => it.BulletinRankingPage)),
  page('publicity/bulletins/:id', () => import('./publicity/bulletin-page.tsx').then((it) => it.BulletinPage)),
  page('publicity/complaints', () => import('./publicity/complaints-page.tsx').then((it) => it.ComplaintsPage)),
  page('publicity/complaints/:id', () => import('./publicity/complaint-page.tsx').then((it) => it.ComplaintPageView)),
  page('publicity/rewards', () => import('./publicity/rewards-page.tsx').then((it) => it.RewardsPage)),
  page('publicity/rewards/call', () => import('./publicity/reward-call-page.tsx').then((it) => it.RewardCallPage)),
  page('publicity/rewards/check', () => import('./publicity/nomination-check-page.tsx').then((it) => it.NominationCheckPage)),
  page('publicity/rewards/prizes', () => import('./publicity/prizes-page.tsx').then((it) => it.PrizesPage)),
  page('publicity/rewards/honours', () => import('./publicity/honours-page.tsx').then((it) => it.HonoursPage)),
  page('publicity/rewards/parameters', () => import('./publicity/unit-parameters-page.tsx').then((it) => it.UnitParametersPage)),
  page('publicity/rewards/:id', () => import('./publicity/reward-page.tsx').then((it) => it.RewardPageView)),
  page('publicity/templates', () => import('./publicity/templates-page.tsx').then((it) => it.PublicityTemplatesPage)),
  page('publicity/effects', () => import('./publicity/effects-page.tsx').then((it) => it.EffectsPage)),
];

const registry = [
  page('units', () => import('./registry/units-page.tsx').then((it) => it.UnitsPage)),
  page('units/attention', () => import('./registry/attention-page.tsx').then((it) => it.AttentionPage)),
  page('units/people-import', () => import('./registry/people-import-page.tsx').then((it) => it.PeopleImportPage)),
  page('units/open', () => import('./registry/unit-open-page.tsx').then((it) => it.UnitOpenPage)),
  page('units/import', () => import('./registry/unit-import-page.tsx').then((it) => it.UnitImportPage)),
  page('units/:id', () => import('./registry/unit-page.tsx').then((it) => it.UnitPageView)),
];

const system = [
  to('system', '/app/system/clock'),
  page('system/clock', () => import('./system/clock-page.tsx').then((it) => it.ClockPage)),
  page('system/calendar', () => import('./rectification/calendar-page.tsx').then((it) => it.CalendarPage)),
  page('system/complaints', () => import('./publicity/complaint-settings-page.tsx').then((it) => it.ComplaintSettingsPage)),
  page('system/rectification', () => import('./rectification/settings-page.tsx').then((it) => it.SettingsPage)),
  page('system/messages', () => import('./system/messages-page.tsx').then((it) => it.MessagesPage)),
  page('system/accounts', () => import('./system/accounts-page.tsx').then((it) => it.AccountsPage)),
  page('system/accounts/:id', () => import('./system/account-page.tsx').then((it) => it.AccountPageView)),
  page('system/keys', () => import('./system/keys-page.tsx').then((it) => it.KeysPage)),
  page('system/sessions', () => import('./system/sessions-page.tsx').then((it) => it.SessionsPage)),
  page('system/record-types', () => import('./system/record-types-page.tsx').then((it) => it.RecordTypesPage)),
  page('system/record-types/:id', () => import('./system/record-type-page.tsx').then((it) => it.RecordTypePage)),
  page('system/templates', () => import('./system/templates-page.tsx').then((it) => it.TemplatesPage)),
  page('system/backups', () => import('./system/backups-page.tsx').then((it) => it.BackupsPage)),
  page('system/robots', () => import('./notify/robots-page.tsx').then((it) => it.RobotsPage)),
  page('me', () => import('./session/me-page.tsx').then((it) => it.MePage)),
];

const inbox = [
  page('inbox', () => import('./notify/inbox-page.tsx').then((it) => it.InboxPage)),
  page('inbox-channels', () => import('./notify/channels-page.tsx').then((it) => it.ChannelsPage)),
  page('inbox-told', () => import('./notify/told-page.tsx').then((it) => it.ToldPage)),
  page('inbox-nodes', () => import('./notify/nodes-page.tsx').then((it) => it.NodesPage)),
];

const showcase = [
  page('publicity/showcase', () => import('./showcase/articles-page.tsx').then((it) => it.ArticlesPage)),
  page('publicity/showcase/new', () => import('./showcase/article-new-page.tsx').then((it) => it.ArticleNewPage)),
  page('publicity/showcase/:id', () => import('./showcase/article-page.tsx').then((it) => it.ArticlePage)),
];

/** What leads to each other. */
const framed = [
  page('/app/notices', () => import('./publicity/public-notices-page.tsx').then((it) => it.PublicNoticesPage)),
  page('/app/showcase', () => import('./showcase/public-showcase-page.tsx').then((it) => it.PublicShowcasePage)),
  page('/app/showcase/:id', () => import('./showcase/public-article-page.tsx').then((it) => it.PublicArticlePage)),
  page('/app/log', () => import('./integrity/log-page.tsx').then((it) => it.LogPage)),
  page('/app/complaints', () => import('./publicity/complaint-follow-page.tsx').then((it) => it.ComplaintFollowPage)),
  page('/app/notices/:id', () => import('./publicity/public-notice-page.tsx').then((it) => it.PublicNoticePage)),
];

/** What anyone may see without an account. */
const open = [
  page('/app/login', () => import('./session/login-page.tsx').then((it) => it.LoginPage)),
  page('/app/surveys/:code', () => import('./rating/public-survey-page.tsx').then((it) => it.PublicSurveyPage)),
  { lazy: async () => ({ Component: (await import('./publicity/public-frame.tsx')).PublicFrame }), children: framed },
];

export const router = createBrowserRouter([
  {
    errorElement: <Fault />,
    hydrateFallbackElement: <Coming />,
    children: [
      to('/', '/app/work'),
      to('/app', '/app/work'),
      ...open,
      page('/app/screen', () => import('./overview/screen-page.tsx').then((it) => it.ScreenPage)), // signs nobody in and asks nobody to
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
                  ...integrity,
                  ...audit,
                  ...community,
                  ...assessment,
                  ...rating,
                  ...onsite,
                  ...rectification,
                  ...publicity,
                  ...showcase,
                  ...inbox,
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
