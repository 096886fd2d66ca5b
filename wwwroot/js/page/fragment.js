// @ts-check
import { isRoomName } from './switcher.js';

/** The room that the address names after its `#`; null where it names none, as when it is not even well formed. */
export function roomInAddress() {
  try {
    const name = decodeURIComponent(location.hash.slice(1));
    return isRoomName(name) ? name : null;
  } catch {
    return null;
  }
}
