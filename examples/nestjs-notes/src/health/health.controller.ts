import { Controller, Get, VERSION_NEUTRAL } from '@nestjs/common';
import { Public } from '../access/public.decorator.js';

@Public()
@Controller({ path: 'health', version: VERSION_NEUTRAL })
export class HealthController {
  @Get()
  check(): { status: string } {
    return { status: 'ok' };
  }
}
