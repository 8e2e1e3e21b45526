import 'reflect-metadata';
import { ConfigService } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { setUp } from './set-up.js';

async function bootstrap(): Promise<void> {
  const app = await NestFactory.create(AppModule);
  setUp(app);
  await app.listen(app.get(ConfigService).getOrThrow<number>('server.port'));
}

void bootstrap();
