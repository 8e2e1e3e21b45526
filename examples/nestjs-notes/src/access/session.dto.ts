import { IsNotEmpty, IsString, MaxLength } from 'class-validator';

export class SessionDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  passphrase: string;
}
