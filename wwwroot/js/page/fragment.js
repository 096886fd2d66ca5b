// @ts-check
import { isRoomName } from './switcher.js';

/** The room in the fragment of the address; null if it has none, or is malformed. */
export function roomInAddress() {
  try {
    const name = decodeURIComponent(location.hash.slice(1));
    return isRoomName(name) ? name : null;
  } catch {
    return null;
  }
}
