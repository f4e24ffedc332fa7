import { useEffect, useSyncExternalStore } from 'react';
import { useSession } from '../session/session.ts';
import { Book, type BookState } from './book.ts';
import type { KeptEntry, KeptVisit } from './book-db.ts';
import { keepPages } from './keep-pages.ts';

/** One book for each person and seat since the page was loaded. */
const books = new Map<string, Book>();

export function useBook(): BookState & { readonly book: Book } {
  const session = useSession();
  const key = `${session.person.id} ${session.seat.id}`;
  let book = books.get(key);
  if (!book) books.set(key, (book = new Book(session)));
  useEffect(keepPages, []);
  return { ...useSyncExternalStore(book.subscribe, book.read), book };
}

export const notesOf = (entries: readonly KeptEntry[], visitId: string): KeptEntry[] =>
  entries.filter(({ entry }) => entry.visitId === visitId);
export const visitOf = (visits: readonly KeptVisit[], id: string | undefined): KeptVisit | undefined =>
  visits.find((kept) => kept.id === id);
