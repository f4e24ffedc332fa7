import { Page } from '../shared/page.tsx';
import { SystemSections } from './areas.tsx';
import { TemplateCards } from './template-cards.tsx';

/** Templates of documents among what an administrator looks after. */
export function TemplatesPage() {
  return (
    <Page title="系统" lead="证书、牌匾、公示、通报等文书的版式；样张用的是示例内容">
      <SystemSections />
      <TemplateCards />
    </Page>
  );
}
