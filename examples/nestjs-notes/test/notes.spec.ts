import 'reflect-metadata';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import request from 'supertest';

describe('notes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'notes-'));
  let app: INestApplication;
  let authorization: string;

  before(async () => {
    const DATABASE_PATH = join(folder, 'notes.db');
    Object.assign(process.env, { DATABASE_PATH, TOKEN_SECRET: 'only for tests', PASSPHRASE: 'open sesame' });
    // Settings are read when the modules are made.
    const { AppModule } = await import('../src/app.module.js');
    const { setUp } = await import('../src/set-up.js');
    app = await NestFactory.create(AppModule, { logger: false });
    setUp(app);
    await app.init();
    const { body } = await request(app.getHttpServer()).post('/api/v1/session').send({ passphrase: 'open sesame' }).expect(201);
    authorization = `Bearer ${body.token}`;
  });

  after(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  it('says to everyone that it is well', async () => {
    await request(app.getHttpServer()).get('/health').expect(200, { status: 'ok' });
  });

  it('opens for the passphrase alone', async () => {
    await request(app.getHttpServer()).post('/api/v1/session').send({ passphrase: 'please' }).expect(401);
    await request(app.getHttpServer()).post('/api/v1/session').send({}).expect(400);
  });

  it('makes, changes and removes a note', async () => {
    const server = app.getHttpServer();
    const made = await request(server).post('/api/v1/notes').set({ authorization }).send({ title: 'Milk' }).expect(201);
    const { id } = made.body;
    await request(server).get(`/api/v1/notes/${id}`).set({ authorization }).expect(200);
    const changed = await request(server).patch(`/api/v1/notes/${id}`).set({ authorization }).send({ archived: true }).expect(200);
    assert.equal(changed.body.archived, true);
    const archive = await request(server).get('/api/v1/notes?archived=true').set({ authorization }).expect(200);
    assert.deepEqual(archive.body.map(({ title }: { title: string }) => title), ['Milk']);
    const count = await request(server).get('/api/v1/notes/count').set({ authorization }).expect(200);
    assert.deepEqual(count.body, { current: 0, archived: 1 });
    await request(server).delete(`/api/v1/notes/${id}`).set({ authorization }).expect(204);
    await request(server).get(`/api/v1/notes/${id}`).set({ authorization }).expect(404);
    await request(server).patch(`/api/v1/notes/${id}`).set({ authorization }).send({ text: 'x' }).expect(404);
    await request(server).delete(`/api/v1/notes/${id}`).set({ authorization }).expect(404);
  });

  it('keeps titles apart', async () => {
    const server = app.getHttpServer();
    await request(server).post('/api/v1/notes').set({ authorization }).send({ title: 'Twice' }).expect(201);
    await request(server).post('/api/v1/notes').set({ authorization }).send({ title: 'Twice' }).expect(409);
  });

  it('refuses what is not valid', async () => {
    const server = app.getHttpServer();
    for (const body of [{}, { title: '' }, { title: 'x'.repeat(121) }, { title: 'x', more: 1 }]) {
      await request(server).post('/api/v1/notes').set({ authorization }).send(body).expect(400);
    }
    await request(server).get('/api/v1/notes/nonsense').set({ authorization }).expect(400);
    await request(server).get('/api/v1/notes?archived=perhaps').set({ authorization }).expect(400);
  });

  it('needs a token that holds', async () => {
    const server = app.getHttpServer();
    await request(server).get('/api/v1/notes').expect(401);
    await request(server).get('/api/v1/notes/count').expect(401);
    await request(server).post('/api/v1/notes').expect(401);
    await request(server).get('/api/v1/notes/1').expect(401);
    await request(server).patch('/api/v1/notes/1').expect(401);
    await request(server).delete('/api/v1/notes/1').set({ authorization: 'Bearer a.b.c' }).expect(401);
  });
});
