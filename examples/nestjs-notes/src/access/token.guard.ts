import { type CanActivate, type ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { JwtService } from '@nestjs/jwt';
import { IS_PUBLIC } from './public.decorator.js';

interface WithHeaders {
  readonly headers: { readonly authorization?: string };
}

@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: JwtService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(IS_PUBLIC, [context.getHandler(), context.getClass()])) {
      return true;
    }
    const [kind, token] = context.switchToHttp().getRequest<WithHeaders>().headers.authorization?.split(' ') ?? [];
    if (kind !== 'Bearer' || token === undefined) {
      throw new UnauthorizedException('A token is needed.');
    }
    try {
      await this.tokens.verifyAsync(token, { algorithms: ['HS256'] });
    } catch {
      throw new UnauthorizedException('The token does not hold.');
    }
    return true;
  }
}
