/* The scripts under static/app run in Chromium 86: syntax up to ECMAScript 2020, and none of the later methods. */
import js from "@eslint/js";

const named = (names) => Object.fromEntries(names.map((name) => [name, "readonly"]));
const BROWSER = named([
  "AbortController", "CustomEvent", "DataTransfer", "Event", "File", "FileReader", "FormData", "Image", "clearTimeout",
  "document",
  "fetch", "getComputedStyle", "getSelection", "location", "sessionStorage", "setTimeout", "window",
]);
const NODE = named(["URL", "setImmediate"]);
const TOO_NEW = ["at", "findLast", "findLastIndex", "hasOwn", "toSorted", "toReversed", "groupBy"];
const SHARED = {
  "array-callback-return": "error",
  complexity: ["error", 14],
  eqeqeq: "error",
  "max-depth": ["error", 4],
  "max-len": ["error", 120],
  "no-eval": "error",
  "no-implied-eval": "error",
  "no-shadow": "error",
  "no-undef-init": "error",
  "no-use-before-define": ["error", { functions: false }],
};

export default [
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["static/app/*.js"],
    languageOptions: { ecmaVersion: 2020, sourceType: "script", globals: BROWSER },
    rules: {
      ...js.configs.recommended.rules,
      ...SHARED,
      strict: ["error", "function"],
      "no-restricted-properties": [
        "error",
        ...TOO_NEW.map((property) => ({ property, message: "Chromium 86 does not have it." })),
      ],
    },
  },
  {
    files: ["tests/javascript/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: NODE },
    rules: { ...js.configs.recommended.rules, ...SHARED },
  },
];
