import type { Command } from "../command.ts";
import { readPackageFile } from "../package-file.ts";

const files: Readonly<Record<string, string>> = {
  bash: "completions/backwright.bash",
  zsh: "completions/_backwright",
  fish: "completions/backwright.fish",
};

export const completion: Command = {
  words: ["completion"],
  summary: "Print the tab completion for a shell.",
  details: [
    "bash: backwright completion bash > ~/.local/share/bash-completion/completions/backwright",
    "zsh:  backwright completion zsh > _backwright in a folder of $fpath",
    "fish: backwright completion fish > ~/.config/fish/completions/backwright.fish",
  ],
  arguments: [
    { name: "SHELL", summary: "bash, zsh or fish.", required: true, completion: { choices: Object.keys(files) } },
  ],
  options: [],
  async run(invocation, context) {
    context.output.result(readPackageFile(files[invocation.arguments[0] ?? ""] ?? "").trimEnd());
    return "done";
  },
};
