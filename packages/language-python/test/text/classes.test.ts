import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { readModels } from "@backwright/language-python";

function modelsOf(code: string, file = "models.py"): string[] {
  return readModels(memoryProject({ [file]: code }), ".").map(
    ({ name, kind, line, fields }) =>
      `${name} ${kind} ${line}: ${fields.map((field) => `${field.name} ${field.type}${field.unique ? "!" : ""}`).join(", ")}`,
  );
}

describe("readModels, by text", () => {
  it.each([
    [
      "columns over several lines, with comments and strings in between",
      `class A(Base):  # a comment
    """class B(Base): not one"""
    __tablename__ = "a"
    id = Column(
        Integer,  # the key, (of course
        primary_key=True,
    )
    name: Mapped[str] = mapped_column(String(50, "x=1, ("), unique=True)  # later
    owner = \\
        relationship("User", back_populates="as")
`,
      ["A model 1: id Integer!, name str!, owner relationship(User)"],
    ],
    [
      "no statements of methods, nested classes or conditions",
      `class A(BaseModel):
    a: int
    class Config(Base):
        b: int = 1
    def f(self, c: int = 2) -> None:
        d: int = 3
    if TYPE_CHECKING:
        e: int
    g: "list[int]" = Field(default_factory=list)
`,
      ['A schema 1: a int, g "list[int]"'],
    ],
    [
      "classes in other classes and in functions",
      "def make():\n    class A(BaseModel):\n        a: int\n\n        b: str\n    return A\n",
      ["A schema 2: a int, b str"],
    ],
    ["a class in one line", "class A(BaseModel): a: int\nclass B(A): pass\n", ["A schema 1: a int", "B schema 2: "]],
    [
      "statements behind a semicolon, and tabs",
      "class A(BaseModel):\n\ta: int; b: str\n\tclass X: pass\n\tc: int\n",
      ["A schema 1: a int, b str, c int"],
    ],
    [
      "calls of what calls give, and what is no column",
      "class A(models.Model):\n    a = models.CharField(max_length=5).extra(unique=True)\n    b = CharField() or None\n    c = helper()\n    d = [Column(Integer)]\n    objects = Manager()\n    e = serializers.CharField\n",
      ["A model 1: "],
    ],
    [
      "code behind a bracket that nothing closes",
      "x = (1,\n\nclass A(BaseModel):\n    a: int\n",
      ["A schema 3: a int"],
    ],
    ["type parameters", "class A[T](BaseModel):\n    a: T\n    b: ClassVar[int] = 1\n", ["A schema 1: a T"]],
    [
      "classes of quotes that end nowhere",
      'class A(BaseModel):\n    a: str = "x\n    b: int\n',
      ["A schema 1: a str, b int"],
    ],
  ])("reads %s", (_what, code, expected) => {
    expect(modelsOf(code)).toEqual(expected);
  });

  it("reads the tables of migrations", () => {
    const alembic = `def upgrade():
    # op.create_table("old", sa.Column("id", sa.Integer()))
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),  # a comment, with a comma
        sa.Column("email", sa.String(length=255), unique=True),
        sa.PrimaryKeyConstraint("id"),
    )
`;
    const django = `class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.AutoField(primary_key=True, serialize=False)),
                ('owner', models.ForeignKey(to='users.User', on_delete=models.CASCADE)),
            ],
        ),
    ]
`;
    expect(modelsOf(alembic, "migrations/a.py")).toEqual(["user migration 3: id Integer, email String!"]);
    expect(modelsOf(django, "a/migrations/0001.py")).toEqual(["Tag migration 3: id AutoField!, owner ForeignKey"]);
  });

  it("ends with whatever it is given", () => {
    for (const piece of [
      "(",
      "[{",
      '"""',
      "'",
      "\\",
      "class ",
      "class A(",
      ";",
      "\t",
      "# x",
      "x: (",
      "class A(B):\n x = f(",
      ")",
    ]) {
      expect(() => modelsOf(`class A(BaseModel):\n${piece.repeat(500)}`)).not.toThrow();
      expect(() => modelsOf(`${piece.repeat(500)}\nclass A(BaseModel):\n    a: int\n`)).not.toThrow();
    }
  });
});
