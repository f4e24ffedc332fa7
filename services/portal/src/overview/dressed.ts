/** Dresses the whole page light or dark until what is given back is called. Colours are reckoned at the root, so it must be the root that changes. */
export function dressed(as: 'light' | 'dark'): () => void {
  const { dataset } = document.documentElement;
  const before = dataset['appearance'];
  dataset['appearance'] = as;
  return () => {
    if (before === undefined) delete dataset['appearance'];
    else dataset['appearance'] = before;
  };
}
