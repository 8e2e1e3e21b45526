import { Module } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { JwtModule } from '@nestjs/jwt';
import { SessionController } from './session.controller.js';

@Module({
  imports: [
    JwtModule.registerAsync({
      global: true,
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({
        secret: config.getOrThrow<string>('access.secret'),
        signOptions: { expiresIn: '1h' },
      }),
    }),
  ],
  controllers: [SessionController],
})
export class AccessModule {}
