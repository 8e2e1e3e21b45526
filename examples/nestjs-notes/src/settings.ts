import { registerAs } from '@nestjs/config';

export const serverSettings = registerAs('server', () => ({
  port: Number(process.env.PORT ?? 3000),
}));

export const accessSettings = registerAs('access', () => ({
  secret: process.env.TOKEN_SECRET,
  passphrase: process.env.PASSPHRASE,
}));

export const databaseSettings = registerAs('database', () => ({
  path: process.env.DATABASE_PATH ?? 'notes.db',
}));
