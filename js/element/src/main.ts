import { SignalRChat } from './element.js';

// A page may have the script twice.
if (!customElements.get('signalr-chat')) customElements.define('signalr-chat', SignalRChat);
