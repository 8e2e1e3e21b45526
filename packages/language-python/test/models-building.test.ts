import { memoryProject } from "@backwright/core/testing";
import { expect, test } from "vitest";
import { readModels } from "../src/models/read.ts";

test("a model is found through classes of other files, whatever stands between", () => {
  const project = memoryProject({
    "app/base.py": "class Base(\n    DeclarativeBase,  # of SQLAlchemy\n):\n    pass\n",
    "app/timed.py": "from .base import Base\n\nclass Timed(Generic[T], Base):\n    pass\n",
    "app/user.py": "from .timed import Timed\n\nclass User(Timed):\n    name = Column(String)\n",
    "app/views.py": "class Page(View):\n    title = Column(String)\n",
  });
  expect(readModels(project, ".").map(({ name }) => name)).toContain("User");
  expect(readModels(project, ".").map(({ name }) => name)).not.toContain("Page");
});

test("a class of the project that has the name of a package's is not taken for it", () => {
  const project = memoryProject({
    "app/own.py": "class Schema(Window):\n    pass\n",
    "app/use.py": "from . import own\n\nclass Users(own.Schema):\n    name = fields.String()\n",
  });
  expect(readModels(project, ".")).toEqual([]);
});
