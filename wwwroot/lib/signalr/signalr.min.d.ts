// The types of SignalR itself are not vendored.
declare const signalR: any;
export default signalR;
