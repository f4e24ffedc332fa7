import { z } from 'zod';
import { PostKindView, UnitKindView } from '@xingchuang/contracts';
import { useRead } from '../api/reading.ts';

const UnitKinds = z.array(UnitKindView);
const PostKinds = z.array(PostKindView);
const HOUR = 3_600;

export const useUnitKinds = (): readonly UnitKindView[] => useRead(UnitKinds, '/api/registry/unit-kinds', {}, HOUR).data ?? [];
export const usePostKinds = (): readonly PostKindView[] => useRead(PostKinds, '/api/registry/post-kinds', {}, HOUR).data ?? [];
