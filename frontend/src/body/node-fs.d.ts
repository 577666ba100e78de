// The one thing of node that tests of style sheets need: to read them as they are.
declare module "node:fs" {
  export function readFileSync(path: string, encoding: "utf8"): string;
}
