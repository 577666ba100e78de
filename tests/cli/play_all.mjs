// Plays what stands on standard input with the player's own code; the acts go to standard output.
import { readFileSync } from "node:fs";

const { begin, command, Refusal, to } = await import(process.argv[2]);

const plays = JSON.parse(readFileSync(0, "utf8")).map(({ score, taken, moves }) => {
  let moved = begin(score, 0, taken ?? undefined);
  const told = [moved.acts];
  for (const { what, at_s, value, text } of moves) {
    try {
      moved =
        what === "to"
          ? to(score, moved.place, at_s)
          : command(score, moved.place, what, at_s, value, text);
      told.push(moved.acts);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      told.push("refused");
    }
  }
  return told;
});
process.stdout.write(JSON.stringify(plays));
