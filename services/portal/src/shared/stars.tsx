import './stars.css';

const SHAPE = 'm12 2.6 2.9 6.2 6.6.7-4.9 4.6 1.4 6.7-6-3.4-6 3.4 1.4-6.7-4.9-4.6 6.6-.7z';

/** One star: won is filled, not won is an outline, lost is an outline with a stroke through it. Readable in black and white. */
function Star({ state }: { readonly state: 'won' | 'open' | 'lost' }) {
  return (
    <svg viewBox="0 0 24 24" className={`star ${state}`} aria-hidden="true">
      <path d={SHAPE} />
      {state === 'lost' && <path d="M3 21 21 3" className="strike" />}
    </svg>
  );
}

/** `won` of `of` stars as a row, with the level's name beside it for everybody. */
export function Stars({
  won,
  of = 5,
  lost = 0,
  name,
}: {
  readonly won: number;
  readonly of?: number;
  readonly lost?: number;
  readonly name?: string | undefined;
}) {
  return (
    <span className="stars" role="img" aria-label={name ?? `${of} 颗星中的 ${won} 颗`}>
      {Array.from({ length: Math.max(of, won + lost) }, (_, i) => (
        <Star key={i} state={i < won ? 'won' : i < won + lost ? 'lost' : 'open'} />
      ))}
      {name && (
        <span className="name" aria-hidden="true">
          {name}
        </span>
      )}
    </span>
  );
}

/** The stars of a scheme by name: which were won and which not. */
export function NamedStars({
  dimensions,
  won,
}: {
  readonly dimensions: readonly { id: string; zh: string }[];
  readonly won: readonly string[];
}) {
  return (
    <ul className="named-stars" aria-label="各方面的星">
      {dimensions.map(({ id, zh }) => (
        <li key={id}>
          <Star state={won.includes(id) ? 'won' : 'open'} />
          <span>{zh}</span>
          <span className="quiet small">{won.includes(id) ? '获评' : '未获评'}</span>
        </li>
      ))}
    </ul>
  );
}
