import { createHash, timingSafeEqual } from 'node:crypto';
import { Body, Controller, Post, UnauthorizedException } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { JwtService } from '@nestjs/jwt';
import { Public } from './public.decorator.js';
import { SessionDto } from './session.dto.js';

@Controller('session')
export class SessionController {
  constructor(
    private readonly config: ConfigService,
    private readonly tokens: JwtService,
  ) {}

  @Public()
  @Post()
  async open(@Body() { passphrase }: SessionDto): Promise<{ token: string }> {
    const known = this.config.getOrThrow<string>('access.passphrase');
    if (!timingSafeEqual(digest(passphrase), digest(known))) {
      throw new UnauthorizedException('That is not the passphrase.');
    }
    return { token: await this.tokens.signAsync({ sub: 'owner' }) };
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
