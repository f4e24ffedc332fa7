import { useEffect, useState } from 'react';
import { DraftView, type DraftDetail } from '@xingchuang/contracts';
import { useCommand } from '../api/command.ts';
import { drafts } from '../shared/draft.ts';
import { useSay } from '../shared/say.ts';

/** How often it is looked whether somebody else saved. */
const LOOK_MS = 15_000;

interface Typed {
  readonly text: string;
  /** The saved version it was typed over. */
  readonly base: number;
}

/** The text as typed here: kept on this device until saved, never laid over what somebody else saved meanwhile. */
export function useDraftText(draft: DraftDetail, look: () => unknown) {
  const key = `scheme-draft:${draft.id}`;
  const say = useSay();
  const [found] = useState(() => drafts.find<Typed>(key));
  const restorable = draft.published === null && found?.text !== undefined && found.text !== draft.text;
  const [text, setText] = useState(restorable ? found.text! : draft.text);
  const [base, setBase] = useState(restorable ? (found.base ?? draft.version) : draft.version);
  const [ground, setGround] = useState(draft.text);
  const [restored, setRestored] = useState(restorable && found.base === draft.version);
  const [updated, setUpdated] = useState(false);
  const dirty = text !== ground;
  const command = useCommand(DraftView);

  useEffect(() => {
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => clearInterval(timer);
  }, [look]);

  // somebody else saved: taken over where nothing was typed here, else asked
  const isNewer = draft.version > base;
  if (isNewer && !dirty && !command.busy) {
    setText(draft.text);
    setGround(draft.text);
    setBase(draft.version);
    setUpdated(true);
  }

  const write = (next: string): void => {
    setText(next);
    setRestored(false);
    setUpdated(false);
    drafts.save(key, { text: next, base } satisfies Typed);
  };
  const settle = (next: string, version: number): void => {
    setGround(next);
    setBase(version);
    setRestored(false);
  };
  const save = async (): Promise<void> => {
    if (!dirty || isNewer || command.busy) return;
    const sent = text;
    const saved = await command.ask({ method: 'PUT', path: `/api/assessment/scheme-drafts/${draft.id}`, body: { text: sent }, version: base });
    if (!saved) return void look();
    settle(sent, saved.version);
    const typed = drafts.find<Typed>(key);
    if (typed?.text === sent) drafts.remove(key);
    else if (typed?.text !== undefined) drafts.save(key, { text: typed.text, base: saved.version } satisfies Typed);
    say('已保存');
  };
  return {
    text,
    dirty,
    restored,
    /** Somebody else saved, and that is what is shown now. */
    updated,
    conflict: isNewer && dirty && !command.busy,
    busy: command.busy,
    problem: command.problem,
    write,
    save: () => void save(),
    takeTheirs: () => {
      setText(draft.text);
      settle(draft.text, draft.version);
      drafts.remove(key);
      command.forget();
    },
    keepMine: () => {
      settle(draft.text, draft.version);
      drafts.save(key, { text, base: draft.version } satisfies Typed);
      command.forget();
    },
  };
}
