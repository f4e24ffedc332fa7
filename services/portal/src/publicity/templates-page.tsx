import { Page } from '../shared/page.tsx';
import { TemplateCards } from '../system/template-cards.tsx';
import { PublicitySections } from './areas.tsx';

/** Templates of documents for those who write what they print. */
export function PublicityTemplatesPage() {
  return (
    <Page title="公示表彰" lead="证书、牌匾、公示、通报等文书的版式；可以填入自己的内容看成文">
      <PublicitySections />
      <TemplateCards />
    </Page>
  );
}
