import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

interface LinkButtonProps {
  readonly to: string;
  readonly primary?: boolean;
  readonly children: ReactNode;
}

/** A way to another page that stands out as a button; to the keyboard it is one stop. */
export const LinkButton = ({ to, primary = false, children }: LinkButtonProps) => (
  <Link to={to}>
    <Button type={primary ? 'primary' : 'default'} tabIndex={-1}>
      {children}
    </Button>
  </Link>
);
