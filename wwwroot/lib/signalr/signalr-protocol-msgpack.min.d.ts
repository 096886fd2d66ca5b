// Loaded for its effect on the global object; its own types are not vendored.
export {};
