import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

// Without this a page that was opened without a network would ask in vain, time and again, and say nothing.
onlineManager.setOnline(navigator.onLine);

/** Whether the device has a network, as the browser and what waits for it see it. */
export const useIsOnline = (): boolean => useSyncExternalStore((hear) => onlineManager.subscribe(hear), () => onlineManager.isOnline());
