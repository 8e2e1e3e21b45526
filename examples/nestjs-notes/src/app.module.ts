import { Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from './access/access.module.js';
import { TokenGuard } from './access/token.guard.js';
import { Notes1731000000000 } from './database/1731000000000-notes.js';
import { HealthController } from './health/health.controller.js';
import { Note } from './notes/note.entity.js';
import { NotesModule } from './notes/notes.module.js';
import { accessSettings, databaseSettings, serverSettings } from './settings.js';

@Module({
  imports: [
    ConfigModule.forRoot({ isGlobal: true, load: [serverSettings, accessSettings, databaseSettings] }),
    TypeOrmModule.forRootAsync({
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({
        type: 'sqljs',
        location: config.getOrThrow<string>('database.path'),
        autoSave: true,
        useLocalForage: false,
        entities: [Note],
        migrations: [Notes1731000000000],
        migrationsRun: true,
      }),
    }),
    AccessModule,
    NotesModule,
  ],
  controllers: [HealthController],
  providers: [{ provide: APP_GUARD, useClass: TokenGuard }],
})
export class AppModule {}
