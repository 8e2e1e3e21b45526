/** Small projects that are no backend of a kind that an adapter may take them for, by what they are. */
export const foreignProjects: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "an empty folder": {},
  "a folder with only a README": {
    "README.md": "# Notes about express, fastapi, flask, django, nestjs, fastify and gin\n",
  },
  "a front end": {
    "package.json": JSON.stringify({
      name: "shop-window",
      scripts: { start: "vite --port 3000", test: "vitest run" },
      dependencies: { react: "19.0.0", axios: "1.7.0" },
      devDependencies: { vite: "6.0.0" },
    }),
    "src/main.jsx":
      'import { createRoot } from "react-dom/client";\nimport App from "./App";\ncreateRoot(document.body).render(<App />);\n',
    "src/api.js": 'import axios from "axios";\nexport const users = () => axios.get("/users");\n',
  },
  "a Node command-line tool": {
    "package.json": JSON.stringify({ name: "greet", bin: { greet: "cli.js" }, dependencies: { commander: "13.0.0" } }),
    "cli.js":
      'const { program } = require("commander");\nprogram.command("get").action(() => console.log("hi"));\nprogram.parse();\n',
  },
  "a Python command-line tool": {
    "pyproject.toml": '[project]\nname = "greet"\ndependencies = ["click>=8"]\n',
    "greet/__main__.py": 'import click\n\n@click.command()\ndef main():\n    click.echo("hi")\n',
  },
  "a Go command-line tool": {
    "go.mod": "module example.com/greet\n\ngo 1.24\n",
    "main.go": 'package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Println("hi")\n}\n',
  },
  "a broken package.json": { "package.json": '{ "name": "half', "index.js": "const x = ;;; (\n" },
};
