import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

export class Notes1731000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'notes',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
          { name: 'title', type: 'varchar', length: '120', isUnique: true },
          { name: 'text', type: 'text', default: "''" },
          { name: 'archived', type: 'boolean', default: false },
          { name: 'created_at', type: 'datetime', default: "(datetime('now'))" },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('notes');
  }
}
