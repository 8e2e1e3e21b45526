import type { HeadWord } from "./text/heads.ts";

/** A way to handle errors or to wait, as code shows it. */
export interface Style {
  readonly what: string;
  /** Looked for everywhere, or, where `head` is given, only where a line begins with that word. */
  readonly pattern: RegExp;
  readonly head?: HeadWord;
  /** Of these words, every text that fits has one. */
  readonly words?: readonly string[];
}

export const errorStyles: readonly Style[] = [
  {
    what: "handlers for exceptions",
    words: ["handler", "HANDLER"],
    pattern:
      /@\w+\.(?:app_)?(?:errorhandler|exception_handler)\(|add_exception_handler\(|register_error_handler\(|EXCEPTION_HANDLER["']\s*:/g,
  },
  { what: "exception classes", head: "class", pattern: /^class\s+\w+\(\s*[\w.]*(?:Error|Exception)\b/my },
  { what: "raise HTTPException", words: ["HTTPException"], pattern: /\braise\s+(?:\w+\.)*HTTPException\b/g },
  { what: "abort", words: ["abort"], pattern: /(?<![\w.])(?:flask\.)?abort\s*\(/g },
  {
    what: "raise of own errors",
    words: ["raise"],
    pattern: /\braise\s+(?!\w*HTTPException|NotImplementedError|ValueError|TypeError|RuntimeError)[A-Z]\w+/g,
  },
  {
    what: "get_object_or_404",
    words: ["_or_404"],
    pattern: /\bget_(?:object|list)_or_404\s*\(|\.(?:first|get|one)_or_404\s*\(/g,
  },
  { what: "except blocks", head: "except", pattern: /except\b[^\n]*:/y },
];

export const asyncStyles: readonly Style[] = [
  { what: "async def", head: "async", pattern: /async\s+def\s+\w/y },
  { what: "def", head: "def", pattern: /def\s+\w/y },
  { what: "await", words: ["await"], pattern: /\bawait\s+\w/g },
  {
    what: "background tasks",
    words: ["BackgroundTasks", "task", "delay", "apply_async"],
    pattern: /\bBackgroundTasks\b|@\w+\.task\b|@shared_task\b|\.delay\(|\.apply_async\(/g,
  },
];
