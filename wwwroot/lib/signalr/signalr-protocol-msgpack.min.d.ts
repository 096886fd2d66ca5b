// The types of SignalR itself are not vendored.
declare const msgpack: any;
export default msgpack;
