// What the server says and is told. One type for each thing; names are those of the wire.

export type * from "./types/common";
export type * from "./types/guided";
export type * from "./types/knowledge";
export type * from "./types/log";
export type * from "./types/progress";
export type * from "./types/sessions";
export type * from "./types/wire";
